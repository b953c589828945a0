"""Asks for one page as fast as it comes, over kept-alive connections; prints how often it came."""

from __future__ import annotations

import argparse
import http.client
import sys
import threading
import time


def ask(port: int, path: str, cookie: str, until: float, counts: list[int]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {
        "Host": f"localhost:{port}",
        "X-Forwarded-Proto": "https",
        "Accept-Encoding": "gzip",
        "Accept-Language": "fr",
    }
    if cookie:
        headers["Cookie"] = cookie
    came = 0
    while time.monotonic() < until:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status != http.client.OK:
            raise RuntimeError(f"{path} answers {answer.status}")
        came += 1
    connection.close()
    counts.append(came)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("path")
    parser.add_argument("--cookie", default="")
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--connections", type=int, default=4)
    wanted = parser.parse_args()
    counts: list[int] = []
    until = time.monotonic() + wanted.seconds
    arguments = (wanted.port, wanted.path, wanted.cookie, until, counts)
    threads = [threading.Thread(target=ask, args=arguments) for _ in range(wanted.connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(sum(counts))
    return 0 if len(counts) == wanted.connections else 1


if __name__ == "__main__":
    sys.exit(main())
