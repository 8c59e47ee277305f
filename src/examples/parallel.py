# SPDX-License-Identifier: GPL-3.0-or-later
"""The same work in one process, and in several beside each other."""

import asyncio
import concurrent.futures
import time

LIMIT = 30_000


def count_primes(begin, end):
    count = 0
    for n in range(begin, end):
        divisor = 2
        while divisor * divisor <= n and n % divisor != 0:
            divisor += 1
        if divisor * divisor > n > 1:
            count += 1
    return count


async def one_after_the_other():
    begin = time.perf_counter()
    count = count_primes(0, LIMIT) + count_primes(LIMIT, 2 * LIMIT)
    print(f'One after the other: {time.perf_counter() - begin:.2f} s')
    return count


async def side_by_side(executor):
    loop = asyncio.get_running_loop()
    begin = time.perf_counter()
    counts = await asyncio.gather(loop.run_in_executor(executor, count_primes, 0, LIMIT),
                                  loop.run_in_executor(executor, count_primes, LIMIT, 2 * LIMIT))
    print(f'Side by side: {time.perf_counter() - begin:.2f} s')
    return sum(counts)


async def main():
    with concurrent.futures.ProcessPoolExecutor(2) as executor:
        first = await one_after_the_other()
        second = await side_by_side(executor)
    print('The same number:', first == second)


if __name__ == '__main__':
    asyncio.run(main())
