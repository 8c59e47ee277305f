/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Made by catalogue-strings.py from catalogue.json, for xgettext alone: not to be compiled or edited. */

/* TRANSLATORS: hello: title */
N_ ("Hello, event loop")
/* TRANSLATORS: hello: group */
N_ ("Basics")
/* TRANSLATORS: hello: summary */
N_ ("One coroutine sleeps for two seconds and returns a value.")
/* TRANSLATORS: hello: watch */
N_ ("There is one task. It prints, arms a timer and suspends; nobody is ready, so the loop sleeps until the timer is due. Then the task runs to its end, and run() hands its result to whoever called it.")
/* TRANSLATORS: hello: the tutorial says */
N_ ("run() creates “a brand-new event”.")
/* TRANSLATORS: hello: what happens */
N_ ("It creates a new event loop. The loop comes first, the task around main second, and closing the loop is the last thing that happens.")
/* TRANSLATORS: hello: the tutorial says */
N_ ("Once everything has finished, run() shuts down and closes the event loop.")
/* TRANSLATORS: hello: what happens */
N_ ("So it does, and the shutting down is itself done by tasks: when main has returned, shutdown_asyncgens and shutdown_default_executor take one turn each before the loop is closed.")
/* TRANSLATORS: never-awaited: title */
N_ ("Never awaited")
/* TRANSLATORS: never-awaited: summary */
N_ ("Two coroutine objects are made, and only one of them is awaited.")
/* TRANSLATORS: never-awaited: watch */
N_ ("Calling greet() twice makes two coroutine objects, and nothing is printed. main awaits the second, which then runs as a part of main. The first is thrown away when main returns, and that is when Python warns.")
/* TRANSLATORS: never-awaited: the tutorial says */
N_ ("A coroutine is like a task.")
/* TRANSLATORS: never-awaited: what happens */
N_ ("It is not: a coroutine object does nothing until somebody awaits it or makes a task of it. The loop never hears of the one that was made for Ada. Grace’s runs because main awaits it, and it runs within main’s own task.")
/* TRANSLATORS: never-awaited: the tutorial says */
N_ ("If we run a coroutine function, it does not run: it creates a coroutine object.")
/* TRANSLATORS: never-awaited: what happens */
N_ ("That is so. Both calls have returned when main prints its first line, and nobody has been greeted.")
/* TRANSLATORS: await-plain: title */
N_ ("An await that does not wait")
/* TRANSLATORS: await-plain: summary */
N_ ("Awaiting a coroutine that never waits does not give the loop away.")
/* TRANSLATORS: await-plain: watch */
N_ ("The onlooker is ready before main awaits anything. main awaits add_one() three times, and yet it keeps its turn: the onlooker has to stand in the queue until main waits for something that is not there yet.")
/* TRANSLATORS: await-plain: the tutorial says */
N_ ("The await expression will pause the coroutine where it is contained in.")
/* TRANSLATORS: await-plain: what happens */
N_ ("Only if something inside suspends. add_one() returns at once, so the three awaits are like three ordinary calls: all of main’s lines up to the await of the onlooker are one turn.")
/* TRANSLATORS: await-plain: the tutorial says */
N_ ("Inside any coroutine function we definitely need to have the keyword await.")
/* TRANSLATORS: await-plain: what happens */
N_ ("It need not be there: add_one() has none and is a coroutine function all the same, by its “async def”. Here it has nothing to wait for.")
/* TRANSLATORS: sequential: title */
N_ ("One after the other")
/* TRANSLATORS: sequential: summary */
N_ ("Two sleeps, awaited one after the other, take eight seconds.")
/* TRANSLATORS: sequential: watch */
N_ ("There is only one task. While main is in the first sleep, the second coroutine has not even begun: there is one timer at a time. Compare it with two tasks.")
/* TRANSLATORS: sequential: the tutorial says */
N_ ("Simply using the keywords async and await will not cause coroutines to pass execution to each other.")
/* TRANSLATORS: sequential: what happens */
N_ ("That is so. The sleep does give the loop back, but there is nobody to take it: between 0 and 2 s, and again between 2 and 8 s, the loop sleeps.")
/* TRANSLATORS: chain: title */
N_ ("A chain of coroutines")
/* TRANSLATORS: chain: summary */
N_ ("main awaits read(), which awaits fetch(), which sleeps: three frames, one task.")
/* TRANSLATORS: chain: watch */
N_ ("Look at the await chain of the one task while it sleeps: main, read and fetch stand in it, and the sleep is at its end. When the timer fires only this task is made ready, and the results travel back up the chain within one turn.")
/* TRANSLATORS: chain: the tutorial says */
N_ ("The await keyword puts a task in waiting state until the thing it is waiting for is finished.")
/* TRANSLATORS: chain: what happens */
N_ ("It is the whole task that waits, once: read() and fetch() are no tasks of their own but frames of main’s. In its second turn the task goes on in fetch(), returns into read() and from there into main, without the loop in between.")
/* TRANSLATORS: create-task: title */
N_ ("A task starts later")
/* TRANSLATORS: create-task: group */
N_ ("Tasks")
/* TRANSLATORS: create-task: summary */
N_ ("create_task() makes a task at once; it starts when its maker first waits.")
/* TRANSLATORS: create-task: watch */
N_ ("create_task() returns at once, and the baker stands in the ready queue while main prints. It starts as soon as main gives the loop back, two seconds of its three before main awaits it.")
/* TRANSLATORS: create-task: the tutorial says */
N_ ("Execution of the task begins when “await task” is called.")
/* TRANSLATORS: create-task: what happens */
N_ ("It begins at its maker’s first suspension, whatever that awaits. Here main sleeps for a second first, and the oven is on before main comes to await the task.")
/* TRANSLATORS: create-task: the tutorial says */
N_ ("asyncio.create(…) initiates a single task.")
/* TRANSLATORS: create-task: what happens */
N_ ("There is no such function: it is asyncio.create_task().")
/* TRANSLATORS: two-tasks: title */
N_ ("Two tasks")
/* TRANSLATORS: two-tasks: summary */
N_ ("Two tasks sleep for three seconds each, and both are done after three.")
/* TRANSLATORS: two-tasks: watch */
N_ ("main makes both tasks before either runs. When it awaits task1, each of the two takes one turn that ends at its timer. The timers are due within a few nanoseconds of each other, so they fire in the same iteration.")
/* TRANSLATORS: two-tasks: the tutorial says */
N_ ("The loop keeps going round the sleeping tasks to see whether their time has come.")
/* TRANSLATORS: two-tasks: what happens */
N_ ("It does not. Between 0 and 3 s there is one poll, and no sleeper takes a turn: a waiting task costs the loop nothing until its timer fires.")
/* TRANSLATORS: two-tasks: the tutorial says */
N_ ("“await task2” is there so that the program does not end before task2 completes; its output can be seen even without that line.")
/* TRANSLATORS: two-tasks: what happens */
N_ ("Here the line changes nothing: both timers fire in one iteration, so task2 has printed and is done before main has its next turn, and the second await returns without suspending. With a longer sleep in task2 the line would matter, since run() cancels what is left over.")
/* TRANSLATORS: three-tasks: title */
N_ ("Three delays at once")
/* TRANSLATORS: three-tasks: summary */
N_ ("Three tasks of three seconds each are done after three seconds.")
/* TRANSLATORS: three-tasks: watch */
N_ ("main makes three tasks and awaits them one by one. The three timers are armed in one iteration and fire in one iteration. Only the first of main’s three awaits has to wait.")
/* TRANSLATORS: three-tasks: the tutorial says */
N_ ("Tasks are created instantly and scheduled to run as soon as possible, so many long-running tasks can run concurrently.")
/* TRANSLATORS: three-tasks: what happens */
N_ ("That is so: all three timers fire at 3 s, in the same iteration. When main goes on, tea, coffee and cocoa are all done, and its second and third await return without suspending.")
/* TRANSLATORS: ticking-main: title */
N_ ("main ticks")
/* TRANSLATORS: ticking-main: summary */
N_ ("main counts the seconds while two other tasks sleep.")
/* TRANSLATORS: ticking-main: watch */
N_ ("Three timers are armed at most, and the loop always sleeps until the next one that is due. At 2 s and at 4 s two timers are due: the napper’s was armed first, so it is done before main looks.")
/* TRANSLATORS: ticking-main: the tutorial says */
N_ ("The loop runs a task until it blocks, and then goes off running something else.")
/* TRANSLATORS: ticking-main: what happens */
N_ ("Most of the time there is nothing else to run: between two ticks the loop sleeps. The task that naps for four seconds takes two turns in all, however often main ticks.")
/* TRANSLATORS: gather-count: title */
N_ ("Counting together")
/* TRANSLATORS: gather-count: summary */
N_ ("Three coroutines print One, sleep for a second, and print Two.")
/* TRANSLATORS: gather-count: watch */
N_ ("gather() makes a task of each coroutine, and main waits for all three. Each prints One and gives the loop back at its sleep, so the next can run. After a second all three timers fire together, and each prints Two.")
/* TRANSLATORS: gather-count: the tutorial says */
N_ ("run() runs a single coroutine “to the exclusion of other coroutines”.")
/* TRANSLATORS: gather-count: what happens */
N_ ("run() goes on until main is done, and until then the loop runs every task there is: while main waits for gather(), Task-2, Task-3 and Task-4 take two turns each.")
/* TRANSLATORS: non-blocking-calls: title */
N_ ("Ten calls, one second")
/* TRANSLATORS: non-blocking-calls: summary */
N_ ("Ten calls of a second each take one second altogether.")
/* TRANSLATORS: non-blocking-calls: watch */
N_ ("gather() makes a task of each of the ten coroutines. They take their first turns one after the other in one iteration, each ending at its timer. Then the loop sleeps once, for one second.")
/* TRANSLATORS: non-blocking-calls: the tutorial says */
N_ ("This code takes roughly one second to execute.")
/* TRANSLATORS: non-blocking-calls: what happens */
N_ ("It does. The ten timers are armed a few moments apart, but the poll ends at a whole millisecond, and so all ten fire in one iteration. It is the same under the real clock.")
/* TRANSLATORS: gather-results: title */
N_ ("Results in order")
/* TRANSLATORS: gather-results: summary */
N_ ("Three tasks end in another order than they were given; the results do not.")
/* TRANSLATORS: gather-results: watch */
N_ ("gather() makes Task-2, Task-3 and Task-4, in the order of its arguments. They sleep for 3 s, 1 s and 2 s, so the second is done first. main is woken when the last of them is done, and gets one list.")
/* TRANSLATORS: gather-results: the tutorial says */
N_ ("The coroutines start in the order 3, 5, 4.")
/* TRANSLATORS: gather-results: what happens */
N_ ("They start in the order of the arguments, 3, 4, 5: gather() makes the tasks in that order, and the ready queue is first in, first out.")
/* TRANSLATORS: gather-results: the tutorial says */
N_ ("gather() runs all the given coroutines in parallel.")
/* TRANSLATORS: gather-results: what happens */
N_ ("It runs them concurrently: one at a time, each until it waits. Only their sleeps overlap.")
/* TRANSLATORS: gather-results: the tutorial says */
N_ ("It returns the results in the order of the coroutines given.")
/* TRANSLATORS: gather-results: what happens */
N_ ("So it does. They are done in the order 4, 5, 3, and the list is [9, 16, 25].")
/* TRANSLATORS: as-completed: title */
N_ ("As they complete")
/* TRANSLATORS: as-completed: summary */
N_ ("Results are taken in the order in which they come.")
/* TRANSLATORS: as-completed: watch */
N_ ("Three tasks sleep for 3, 1 and 2 seconds. main goes round a loop three times, and each time it awaits “the next”, whichever that is. It is woken at 1 s, at 2 s and at 3 s, where gather() would wake it once.")
/* TRANSLATORS: as-completed: the tutorial says */
N_ ("as_complete() runs some code whenever it gets back any result.")
/* TRANSLATORS: as-completed: what happens */
N_ ("Its name is as_completed(), and it runs no code. It gives one coroutine for each task; whoever awaits the first of them gets the result of the task that ends first. So main prints B at 1 s, C at 2 s and A at 3 s, though A was the first it named.")
/* TRANSLATORS: ensure-future: title */
N_ ("Scheduled before the loop runs")
/* TRANSLATORS: ensure-future: summary */
N_ ("ensure_future() makes two tasks while no loop runs; they start when one does.")
/* TRANSLATORS: ensure-future: watch */
N_ ("There is no main coroutine here: the program itself makes a loop and two tasks. Both stand in the ready queue while the loop stands still. It runs until Ada is done; look at who else has been running by then.")
/* TRANSLATORS: ensure-future: the tutorial says */
N_ ("ensure_future() kicks the coroutine off and starts running it.")
/* TRANSLATORS: ensure-future: what happens */
N_ ("It only schedules: a task is made and put into the ready queue, and the next lines of the program are printed before anybody is greeted. The coroutine starts in run_until_complete().")
/* TRANSLATORS: ensure-future: the tutorial says */
N_ ("It kicks the coroutine off as soon as we call run_until_complete().")
/* TRANSLATORS: ensure-future: what happens */
N_ ("So it does, and not only the one that is given to run_until_complete(): the loop runs every task there is. Grace is greeted as well, and as her timer fires in the same iteration she is done when the loop stops.")
/* TRANSLATORS: task-fails: title */
N_ ("A task fails")
/* TRANSLATORS: task-fails: summary */
N_ ("Two tasks raise an exception; main meets one of them, and nobody the other.")
/* TRANSLATORS: task-fails: watch */
N_ ("Both keys fail at 1 s. main awaits the front door, so the exception is raised there, at its await. Nobody awaits the back door: that task is done, too, and nothing is heard of it until the task object goes.")
/* TRANSLATORS: task-fails: the tutorial says */
N_ ("When the coroutine has completed with an exception, we set the exception of the future.")
/* TRANSLATORS: task-fails: what happens */
N_ ("So it is: a task keeps its exception as it keeps a result, and raises it in whoever awaits it. front fails in its own turn, and main meets the exception in the next iteration.")
/* TRANSLATORS: task-fails: the tutorial says */
N_ ("A task can be thought of as a combination of a coroutine and a future.")
/* TRANSLATORS: task-fails: what happens */
N_ ("And as with a future, an exception that nobody asks for is not raised anywhere. back fails at 1 s, and main goes on for another second. Only when main ends, and the task object goes with it, does the loop report that the exception was never retrieved.")
/* TRANSLATORS: run-cleanup: title */
N_ ("What run() cleans up")
/* TRANSLATORS: run-cleanup: summary */
N_ ("main ends while a consumer and a watch still wait; run() cancels both.")
/* TRANSLATORS: run-cleanup: watch */
N_ ("When main returns at 1 s, the consumer waits for an item and the watch for its timer, an hour away. The loop stops, both are cancelled, and the loop runs again until both have ended. Then it is closed.")
/* TRANSLATORS: run-cleanup: the tutorial says */
N_ ("We need to explicitly cancel the consumers, otherwise they will keep waiting on queue items indefinitely.")
/* TRANSLATORS: run-cleanup: what happens */
N_ ("Not under run(): when main is done it cancels every task that is left over. CancelledError is raised in the consumer where it waits, its “finally” block runs, and the program ends at 1 s.")
/* TRANSLATORS: run-cleanup: the tutorial says */
N_ ("run() is responsible for running tasks until they are marked as complete, and then closing the event loop.")
/* TRANSLATORS: run-cleanup: what happens */
N_ ("Only main is run until it is complete. The watch had an hour to go, and ends cancelled; the loop is closed when all of them have ended.")
/* TRANSLATORS: blocking-sleep: title */
N_ ("A sleep that blocks")
/* TRANSLATORS: blocking-sleep: group */
N_ ("Blocking")
/* TRANSLATORS: blocking-sleep: summary */
N_ ("time.sleep() in a coroutine holds up everybody: four seconds instead of two.")
/* TRANSLATORS: blocking-sleep: watch */
N_ ("The first sleep is asyncio's: the three tasks wait side by side, and their timers fire together at 1 s. The second is time.sleep(): whoever calls it keeps the loop for a second, while the other two stand ready and cannot run.")
/* TRANSLATORS: blocking-sleep: the tutorial says */
N_ ("Since time.sleep() is not a coroutine, execution does not pass to the event loop when it is called.")
/* TRANSLATORS: blocking-sleep: what happens */
N_ ("That is so. All three tasks are ready at 1 s, but Task-3 prints Two only at 2 s and Task-4 only at 3 s, after the blocking calls of those before them. The program takes 4 s.")
/* TRANSLATORS: busy-loop: title */
N_ ("A loop that is kept busy")
/* TRANSLATORS: busy-loop: summary */
N_ ("Work for the processor that never awaits holds up everybody.")
/* TRANSLATORS: busy-loop: watch */
N_ ("compute() works for 1.2 s and never awaits. tick() stands ready all the time, and the clock would have it tick every 0.2 s, but the loop is not asked: it is inside of compute().")
/* TRANSLATORS: busy-loop: the tutorial says */
N_ ("Asynchronous functions do not block: other work goes on in the meantime.")
/* TRANSLATORS: busy-loop: what happens */
N_ ("Only where they await. compute() is asynchronous by its first word alone: it takes one turn, from “Computing” to “Computed”, and no other task runs until that turn is over.")
/* TRANSLATORS: busy-loop: the tutorial says */
N_ ("The loop looks after all of its tasks.")
/* TRANSLATORS: busy-loop: what happens */
N_ ("It can do so between two turns only. tick() is ready before compute() begins, and its first turn comes when compute() has ended, 1.2 s later.")
/* TRANSLATORS: sleep-zero: title */
N_ ("Making room with sleep(0)")
/* TRANSLATORS: sleep-zero: summary */
N_ ("The same work, with a sleep(0) now and then: the others tick on.")
/* TRANSLATORS: sleep-zero: watch */
N_ ("compute() does the same work in thirty pieces, and after each piece it awaits sleep(0). That arms no timer and waits for nothing: the task goes to the end of the queue of those that are ready, and whoever is due takes a turn first.")
/* TRANSLATORS: sleep-zero: the tutorial says */
N_ ("sleep() is there to wait for some time.")
/* TRANSLATORS: sleep-zero: what happens */
N_ ("sleep(0) waits for no time at all. It gives the loop away once: compute() takes 31 turns in place of one, and the ticks come in between.")
/* TRANSLATORS: sleep-zero: the tutorial says */
N_ ("To share the loop makes the work slower.")
/* TRANSLATORS: sleep-zero: what happens */
N_ ("Hardly: what each of the thirty turns costs more is some microseconds, and compute() is done about as soon as without them. All the ticks are printed before it ends.")
/* TRANSLATORS: to-thread: title */
N_ ("Blocking in a thread")
/* TRANSLATORS: to-thread: summary */
N_ ("A worker thread blocks for 0.3 s, and the loop stays free.")
/* TRANSLATORS: to-thread: watch */
N_ ("read() hands the blocking call to a worker thread by to_thread() and waits for the thread. The task waits, the worker blocks, and the loop is free: tick() ticks on time.")
/* TRANSLATORS: to-thread: the tutorial says */
N_ ("Reading a file from the disk is a non-blocking operation.")
/* TRANSLATORS: to-thread: what happens */
N_ ("A file is always ready to be read, so the loop cannot wait for one: reading blocks for as long as the disk takes. That is why it is handed to a thread here, and why the task waits under the heading of threads.")
/* TRANSLATORS: to-thread: the tutorial says */
N_ ("The event loop runs everything in a single thread.")
/* TRANSLATORS: to-thread: what happens */
N_ ("It runs coroutines and callbacks in one. read_slowly() is neither, and runs on a worker’s thread; the loop hears of its end by a callback, and only then is the task ready again. The ticks were printed meanwhile.")
/* TRANSLATORS: parallel: title */
N_ ("Side by side")
/* TRANSLATORS: parallel: summary */
N_ ("The same work one after the other, and then by two workers at once.")
/* TRANSLATORS: parallel: watch */
N_ ("one_after_the_other() counts primes on the loop’s own thread and holds it for as long as that takes. side_by_side() gives the two halves of the work to two workers and waits for both. On a computer with several processors the second takes about half of the time.")
/* TRANSLATORS: parallel: the tutorial says */
N_ ("Parallelism is a subset of concurrency.")
/* TRANSLATORS: parallel: what happens */
N_ ("Both workers have begun before either is done: that is parallel. The tasks of one loop are never so. They take turns, and only one of them runs at any time.")
/* TRANSLATORS: parallel: the tutorial says */
N_ ("Threads make it faster.")
/* TRANSLATORS: parallel: what happens */
N_ ("In C they do. In Python the threads of one process take turns at running Python, and two threads count no faster than one; so the Python version uses two processes. The program waits in the same way for either.")
/* TRANSLATORS: slow-callback: title */
N_ ("Debug mode tells of the slow")
/* TRANSLATORS: slow-callback: summary */
N_ ("Debug mode warns of whoever keeps the loop for longer than 0.1 s.")
/* TRANSLATORS: slow-callback: watch */
N_ ("run() is asked for debug mode. slow() blocks for 0.15 s; the loop measures each turn, and says who took it.")
/* TRANSLATORS: slow-callback: the tutorial says */
N_ ("To find out what blocks the loop one needs a profiler.")
/* TRANSLATORS: slow-callback: what happens */
N_ ("Debug mode tells by itself, though only afterwards: when the turn of slow() is over there is a warning with the name of the task and how long it took. The turns of quick(), which are short, are not mentioned.")
/* TRANSLATORS: cancel: title */
N_ ("Cancelling a task")
/* TRANSLATORS: cancel: group */
N_ ("Cancelling")
/* TRANSLATORS: cancel: summary */
N_ ("main looks at a download every second and cancels it after five.")
/* TRANSLATORS: cancel: watch */
N_ ("download arms a timer for 10 s. main asks done() once a second, and at 5 s it calls cancel(). Watch what cancel() does at once and what only happens in download's own turn.")
/* TRANSLATORS: cancel: the tutorial says */
N_ ("Cancelling a task will cause it to raise a CancelledError when it is awaited.")
/* TRANSLATORS: cancel: what happens */
N_ ("cancel() first of all asks the task itself: the future that download sleeps on is cancelled, and download is made ready. In its next turn CancelledError is raised inside it, its timer is disarmed, and it ends as cancelled. main is asleep then and sees it at 6 s; its await raises CancelledError without suspending.")
/* TRANSLATORS: cancel: the tutorial says */
N_ ("cancel() can be called whenever we would like to stop a task.")
/* TRANSLATORS: cancel: what happens */
N_ ("It does not stop at once: the task has to take a turn for that. At 5 s, straight after cancel(), done() is still False, so main goes round once more.")
/* TRANSLATORS: wait-for: title */
N_ ("A limit to waiting")
/* TRANSLATORS: wait-for: summary */
N_ ("A download that takes five seconds is given two.")
/* TRANSLATORS: wait-for: watch */
N_ ("main waits for download, at most 2 s, and so two timers are armed. When main’s is due, it is main that gets a turn, cancels download, and waits once more: until download has ended.")
/* TRANSLATORS: wait-for: the tutorial says */
N_ ("If the task takes more time to complete than the timeout we gave it, a TimeoutException will be raised.")
/* TRANSLATORS: wait-for: what happens */
N_ ("It is called TimeoutError, and it is raised a little later than one may think: at 2 s wait_for() cancels download and waits for it to end, which takes a turn of download’s own. Only when download has ended is TimeoutError raised in main.")
/* TRANSLATORS: shield: title */
N_ ("Behind a shield")
/* TRANSLATORS: shield: summary */
N_ ("Work behind a shield outlives the timeout, but not the program.")
/* TRANSLATORS: shield: watch */
N_ ("main gives download two seconds, and then upload two, each behind a shield. What is cancelled when the time is over is the shield; the task behind it never hears of that.")
/* TRANSLATORS: shield: the tutorial says */
N_ ("shield() will prevent cancellation of the coroutine we pass in.")
/* TRANSLATORS: shield: what happens */
N_ ("Only by way of this await. download goes on after its two seconds and is done at 3 s. upload stood behind a shield too; but when main ends at 4 s, run() cancels whatever is left over, and upload ends cancelled.")
/* TRANSLATORS: future: title */
N_ ("A future")
/* TRANSLATORS: future: group */
N_ ("Futures")
/* TRANSLATORS: future: summary */
N_ ("A future is made, asked too early, resolved, and asked again.")
/* TRANSLATORS: future: watch */
N_ ("A future is no task: nothing runs because of it. main asks it before it has a result, and gets an exception; sets the result itself; and from then on may ask as often as it likes.")
/* TRANSLATORS: future: the tutorial says */
N_ ("Once you get a result, you can set the value of the future; at that time we can consider it finished and extract the result.")
/* TRANSLATORS: future: what happens */
N_ ("So it is, and at once: done() is true within the same turn. Even the await at the end does not wait, since a future that is done gives its result without suspending. All of main is one turn.")
/* TRANSLATORS: await-future: title */
N_ ("Awaiting a future")
/* TRANSLATORS: await-future: summary */
N_ ("main waits for a value that a courier brings a second later.")
/* TRANSLATORS: await-future: watch */
N_ ("order() makes a future and a task that will resolve it. main suspends on the future itself, not on the task. After a second the courier sets the result, and main is made ready.")
/* TRANSLATORS: await-future: the tutorial says */
N_ ("Setting the value of a future completes it, and its result can be taken.")
/* TRANSLATORS: await-future: what happens */
N_ ("The future is done at once, but nobody runs because of that: set_result() only makes main ready. The courier keeps running to its end, and main takes its turn in the next iteration.")
/* TRANSLATORS: awaitable: title */
N_ ("An awaitable of one’s own")
/* TRANSLATORS: awaitable: summary */
N_ ("An object with an __await__() is awaited, and gathered.")
/* TRANSLATORS: awaitable: watch */
N_ ("Kettle is neither a coroutine nor a future, and inherits from nothing. When main awaits it, it is a frame of main’s own task. gather() needs tasks, and makes one around each of the two kettles; the same kettle can be awaited again.")
/* TRANSLATORS: awaitable: the tutorial says */
N_ ("Coroutines inherit directly from Awaitable, as do futures.")
/* TRANSLATORS: awaitable: what happens */
N_ ("They only behave as one: neither has Awaitable among its base classes. It counts as an Awaitable whatever has an __await__(), and so does Kettle.")
/* TRANSLATORS: awaitable: the tutorial says */
N_ ("The common thread between these is the method __await__().")
/* TRANSLATORS: awaitable: what happens */
N_ ("That is so, and it is all that await asks for. No task is made for it: in its first turn main goes into __await__(), and it is main that sleeps there for 2 s. Only gather() makes tasks, which then sleep at the same time.")
/* TRANSLATORS: manual-loop: title */
N_ ("A loop of one’s own")
/* TRANSLATORS: manual-loop: group */
N_ ("The loop")
/* TRANSLATORS: manual-loop: summary */
N_ ("A loop is made by hand, run twice, and closed.")
/* TRANSLATORS: manual-loop: watch */
N_ ("The loop is given two tasks and is run for one of them, the host. The guest takes its turns as well. When the host is done the loop stands still, with the guest’s timer still armed; the second run goes on from there.")
/* TRANSLATORS: manual-loop: the tutorial says */
N_ ("run_until_complete() takes a coroutine and runs it until it finishes.")
/* TRANSLATORS: manual-loop: what happens */
N_ ("It runs the loop until then, and so everything that is on the loop: up to 2 s the guest counts along. The rest of the guest is left for the second call, which ends at 3 s.")
/* TRANSLATORS: manual-loop: the tutorial says */
N_ ("We can create an event loop with new_event_loop(); with it we have access to all the low-level methods.")
/* TRANSLATORS: manual-loop: what happens */
N_ ("And to all the duties of run(): a loop made by hand cancels nothing when the host is done. It stands still until it is run again, and whatever is left over is left over.")
/* TRANSLATORS: call-soon: title */
N_ ("A callback, soon")
/* TRANSLATORS: call-soon: summary */
N_ ("Two callbacks run in the loop’s next iteration, and a third a second later.")
/* TRANSLATORS: call-soon: watch */
N_ ("A callback is no task: it is called by the loop, and runs to its end. call_soon() puts it into the ready queue, where it stands before main, which gives way with sleep(0). call_later() arms a timer.")
/* TRANSLATORS: call-soon: the tutorial says */
N_ ("call_soon() will schedule a function to run on the next iteration of the event loop.")
/* TRANSLATORS: call-soon: what happens */
N_ ("That is so, and not before: main prints its line first, since nobody takes its turn from it. In the next iteration both bells ring, in the order of the calls, and then main goes on.")
/* TRANSLATORS: lost-update: title */
N_ ("A lost update")
/* TRANSLATORS: lost-update: summary */
N_ ("Two tasks read a balance, wait, and write it back: one deposit is lost.")
/* TRANSLATORS: lost-update: watch */
N_ ("Both tasks read the balance in their first turn, when it is 100. A second later each writes what it read then and its own amount. The second to write knows nothing of the first.")
/* TRANSLATORS: lost-update: the tutorial says */
N_ ("There is only one thread running, so you don’t need to deal with the modification of the same shared thing at different times.")
/* TRANSLATORS: lost-update: what happens */
N_ ("Not between two awaits; but across an await others take turns. Task-3 read 100 before Task-2 wrote 110, and writes 120 over it. The balance should be 130.")
/* TRANSLATORS: producer-consumer: title */
N_ ("Producer and consumer")
/* TRANSLATORS: producer-consumer: group */
N_ ("Queues")
/* TRANSLATORS: producer-consumer: summary */
N_ ("Ten items pass through a queue without a size limit.")
/* TRANSLATORS: producer-consumer: watch */
N_ ("The consumer runs first and waits for an item. The first put() wakes it, but the producer keeps its turn until all ten items are in the queue. Then the consumer takes all ten in one turn, and join() has nothing left to wait for.")
/* TRANSLATORS: producer-consumer: the tutorial says */
N_ ("put() passes control back to the event loop, so the consumer can run.")
/* TRANSLATORS: producer-consumer: what happens */
N_ ("On a queue without a size limit it does not: put() never suspends there. All ten puts are one turn of the producer.")
/* TRANSLATORS: producer-consumer: the tutorial says */
N_ ("The queue is made by queue.Queue().")
/* TRANSLATORS: producer-consumer: what happens */
N_ ("That is the queue for threads, whose get() would block the whole loop. It has to be asyncio.Queue().")
/* TRANSLATORS: bounded-queue: title */
N_ ("A queue with three places")
/* TRANSLATORS: bounded-queue: summary */
N_ ("The same ten items, but now put() has to wait for room.")
/* TRANSLATORS: bounded-queue: watch */
N_ ("The producer fills the three places and waits at its fourth put(). The consumer's first get() makes it ready, but the consumer keeps its turn until the queue is empty. So they take turns, three items at a time.")
/* TRANSLATORS: bounded-queue: what happens */
N_ ("With a maxsize it does, whenever the queue is full: the producer now takes four turns, and waits at the items 3, 6 and 9.")
/* TRANSLATORS: poison-pill: title */
N_ ("A poison pill")
/* TRANSLATORS: poison-pill: summary */
N_ ("The last item is None, and tells the consumer to stop.")
/* TRANSLATORS: poison-pill: watch */
N_ ("The producer puts None behind its ten items. The consumer takes them all in one turn, meets None and returns. Nobody calls task_done() or join(), and nobody is cancelled.")
/* TRANSLATORS: poison-pill: the tutorial says */
N_ ("Another option is to add None to the queue, which signals to the consumer to break out of the loop.")
/* TRANSLATORS: poison-pill: what happens */
N_ ("That is so, and it ends the consumer in an orderly way: it is done before main goes on, and has taken whatever was in the queue before None. One None ends one consumer; with three of them it takes three.")
/* TRANSLATORS: forgotten-task-done: title */
N_ ("A forgotten task_done()")
/* TRANSLATORS: forgotten-task-done: summary */
N_ ("The queue is empty, and yet join() does not return.")
/* TRANSLATORS: forgotten-task-done: watch */
N_ ("The consumer takes all three items but never says that it is done with them. main waits in join(), the consumer waits in get(), no timer is armed: nobody is left who could wake either. Ctrl-C comes after five seconds.")
/* TRANSLATORS: forgotten-task-done: the tutorial says */
N_ ("Wait until the queue is empty.")
/* TRANSLATORS: forgotten-task-done: what happens */
N_ ("That is not what join() waits for. The queue is empty when main comes to it, and main waits all the same, since three items were put and task_done() was called for none.")
/* TRANSLATORS: forgotten-task-done: the tutorial says */
N_ ("Wait until put() and task_done() are called an equal number of times.")
/* TRANSLATORS: forgotten-task-done: what happens */
N_ ("This is what it does. With task_done() forgotten they never are, and the loop sleeps without an end, until Ctrl-C cancels main and run() cancels the consumer.")
/* TRANSLATORS: letters: title */
N_ ("Letters without an end")
/* TRANSLATORS: letters: summary */
N_ ("Two producers and two consumers work until Ctrl-C.")
/* TRANSLATORS: letters: watch */
N_ ("All four sleep for a random time before each letter. Sometimes a letter waits in the queue for a consumer, and sometimes a consumer for a letter. None of the four ever ends: Ctrl-C comes after twenty seconds.")
/* TRANSLATORS: letters: the tutorial says */
N_ ("Awaiting the producers implicitly awaits the consumers, too.")
/* TRANSLATORS: letters: what happens */
N_ ("gather() waits for all four, and none of them ever ends: the lines after the gather are never reached. Ctrl-C cancels main, the gather that main waits for passes it on to all four tasks, and run() raises KeyboardInterrupt.")
/* TRANSLATORS: letters: the tutorial says */
N_ ("We use infinite loops; you can stop execution of this program by typing Ctrl-C.")
/* TRANSLATORS: letters: what happens */
N_ ("That is so, and it is an orderly end: CancelledError is raised in each of the four where it waits, so each could clean up, and the loop is closed.")
/* TRANSLATORS: pipeline: title */
N_ ("A pipeline")
/* TRANSLATORS: pipeline: summary */
N_ ("Three producers and two consumers, and how long each item was on its way.")
/* TRANSLATORS: pipeline: watch */
N_ ("Producers and consumers sleep for a random time before each item, so now an item waits for a consumer, now a consumer for an item. When the producers are done, join() waits for what is still in the queue or in work. Then main cancels the consumers.")
/* TRANSLATORS: pipeline: its arguments */
N_ ("-p N: how many producers, -c N: how many consumers.")
/* TRANSLATORS: pipeline: the tutorial says */
N_ ("join() also implicitly prevents the consumers from terminating.")
/* TRANSLATORS: pipeline: what happens */
N_ ("It only waits for the count: until task_done() was called for every item. The consumers are prevented from nothing; they would wait in get() for ever, and have to be cancelled.")
/* TRANSLATORS: pipeline: the tutorial says */
N_ ("At the end, the program cancels each consumer.")
/* TRANSLATORS: pipeline: what happens */
N_ ("It asks them to end and does not await them. main is done first; the consumers end in the iteration after, the loop’s last before it stops, and nobody looks at how.")
/* TRANSLATORS: deadlock-locks: title */
N_ ("Two locks, two orders")
/* TRANSLATORS: deadlock-locks: group */
N_ ("Locks")
/* TRANSLATORS: deadlock-locks: summary */
N_ ("Two tasks take two locks, each in an order of its own, and wait for ever.")
/* TRANSLATORS: deadlock-locks: watch */
N_ ("Ada takes lock_a and Ben lock_b, and both sleep for a second. Then each wants the lock that the other holds. From then on nothing can run: the stage draws who waits for whom, until Ctrl-C comes. Each lock is let go as its block is left.")
/* TRANSLATORS: deadlock-locks: the tutorial says */
N_ ("The good thing about asyncio is that you don’t need to deal with the hard stuff of managing the modification of the same shared thing.")
/* TRANSLATORS: deadlock-locks: what happens */
N_ ("Where a lock is needed, because something is shared across an await, the hard stuff is back. From 1 s on Ada holds lock_a and waits for lock_b, and Ben holds lock_b and waits for lock_a. No task is ready and no timer is armed: nothing on the loop can ever change that.")
/* TRANSLATORS: deadlock-locks: the tutorial says */
N_ ("You can stop the execution by typing Ctrl-C.")
/* TRANSLATORS: deadlock-locks: what happens */
N_ ("So one can. Ctrl-C cancels main, and that goes on to Ada, whom main awaits. As CancelledError leaves her block, lock_a is released, and Ben, whom nobody has cancelled yet, gets both locks and is done.")
/* TRANSLATORS: async-generator: title */
N_ ("Items that take their time")
/* TRANSLATORS: async-generator: group */
N_ ("Iteration")
/* TRANSLATORS: async-generator: summary */
N_ ("A generator waits a second for each item, and main works a second on each.")
/* TRANSLATORS: async-generator: watch */
N_ ("Three readings of a second each, and a second of main’s for each, take six seconds: the generator and main are one task, of which at most one is getting on. The clock ticks all the while, as both of them sleep.")
/* TRANSLATORS: async-generator: the tutorial says */
N_ ("Asynchronous generators do not make the iteration concurrent.")
/* TRANSLATORS: async-generator: what happens */
N_ ("That is so. readings() is no task: it runs in the turns of main, and when it sleeps it is main that waits. While main sleeps over a reading the generator is paused at its yield, so the last reading is taken only at 5 s.")
/* TRANSLATORS: async-generator: the tutorial says */
N_ ("They are designed to let the enclosing coroutine allow other tasks to take their turn.")
/* TRANSLATORS: async-generator: what happens */
N_ ("It is their awaits that do so, not the items: the clock ticks while readings() sleeps, and while main does. A yield gives nothing to the loop. A reading is taken, yielded and printed by main within one turn.")
/* TRANSLATORS: async-comprehension: title */
N_ ("Comprehensions that wait")
/* TRANSLATORS: async-comprehension: summary */
N_ ("Two comprehensions wait for their items one by one; gather() waits for all at once.")
/* TRANSLATORS: async-comprehension: watch */
N_ ("The first comprehension goes through a generator, the second awaits a coroutine for each number, and the last squares are gathered. Compare the second with the last on the timeline: two seconds and one, for the same two squares.")
/* TRANSLATORS: async-comprehension: the tutorial says */
N_ ("Comprehensions do not make the iteration concurrent; they are not designed to map a function over a sequence concurrently.")
/* TRANSLATORS: async-comprehension: what happens */
N_ ("That is so. “await” within a comprehension is an await like any other: the second square begins when the first is there, and both take 2 s. gather() makes a task for each, and they take 1 s.")
/* TRANSLATORS: async-comprehension: what happens */
N_ ("So they do, wherever they wait: the clock ticks once before the odd numbers are there, and twice before the squares are.")
/* TRANSLATORS: async-context: title */
N_ ("A session with a server")
/* TRANSLATORS: async-context: summary */
N_ ("async with opens a connection before its block and closes it after it.")
/* TRANSLATORS: async-context: watch */
N_ ("Server and client are tasks of the same loop, and talk by a socket. Entering the block waits for the connection, leaving it waits until it is closed; what is in the block asks the server and waits for the reply.")
/* TRANSLATORS: async-context: the tutorial says */
N_ ("async with may be written at the top of a program.")
/* TRANSLATORS: async-context: what happens */
N_ ("Outside of a coroutine it cannot stand: it awaits, at both of its ends. Here it is in main, which waits for the world outside when it enters the block, before it prints that the session is open.")
/* TRANSLATORS: async-context: the tutorial says */
N_ ("The client waits for the reply.")
/* TRANSLATORS: async-context: what happens */
N_ ("The task does; the loop goes on, and that is what makes the reply possible: the server’s task reads the request, sleeps for 0.1 s and answers while main waits.")
