#!/usr/bin/env python3
"""The report in a real browser: `tests/report/browser.py SITE`, SITE being a folder that `dualproof report` wrote.

Every page at three widths, with script off: nothing is wider than the window, the text and the formulas are there, nothing is
loaded from outside the folder. With script on: the search finds a claim. Options:
  --screenshots DIR   writes pictures of some pages, at every width, light and dark
  --axe axe.min.js    runs that accessibility checker on every page, light and dark; fails on what it calls serious or critical.
                      To get it: npm install --prefix DIR axe-core; the file is DIR/node_modules/axe-core/axe.min.js
Needs Debian's chromium; without one it says so and passes. Python 3.9 and nothing else: it speaks to the browser over a pipe.
"""

import argparse
import base64
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

WIDTHS = (400, 900, 1600)
HEIGHT = 1000
# What a page may ask for: itself, the style and the pictures of the folder, and the empty icon.
ALLOWED = ("file://", "data:,", "about:")


class Browser:
    """A browser, spoken to over its pipe: requests and answers are JSON texts that end with a zero byte."""

    def __init__(self, program, home):
        to_browser, self.out = os.pipe()
        self.into, from_browser = os.pipe()

        def descriptors():
            # The browser reads from 3 and writes to 4; copies first, so that neither is overwritten by the other.
            reads, writes = os.dup(to_browser), os.dup(from_browser)
            os.dup2(reads, 3)
            os.dup2(writes, 4)

        options = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--hide-scrollbars",
                   "--remote-debugging-pipe", f"--user-data-dir={home}", "about:blank"]
        self.process = subprocess.Popen([program, *options], preexec_fn=descriptors, close_fds=False,
                                        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_browser)
        os.close(from_browser)
        self.rest, self.number, self.session, self.events = b"", 0, None, []

    def read(self):
        while b"\0" not in self.rest:
            piece = os.read(self.into, 1 << 20)
            if not piece:
                sys.exit("error: the browser ended before it answered")
            self.rest += piece
        text, self.rest = self.rest.split(b"\0", 1)
        return json.loads(text)

    def ask(self, method, **parameters):
        self.number += 1
        request = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            request["sessionId"] = self.session
        os.write(self.out, json.dumps(request).encode() + b"\0")
        while True:
            answer = self.read()
            if answer.get("id") == self.number:
                if "error" in answer:
                    sys.exit(f"error: {method}: {answer['error']['message']}")
                return answer["result"]
            self.events.append(answer)

    def wait(self, event):
        while not any(found.get("method") == event for found in self.events):
            self.events.append(self.read())

    def open_page(self):
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Runtime"):
            self.ask(f"{domain}.enable")

    def show(self, url, width, dark=False, script=False):
        """Opens a page, and gives the addresses that it asked for."""
        self.ask("Emulation.setScriptExecutionDisabled", value=not script)
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=HEIGHT, deviceScaleFactor=1, mobile=False)
        scheme = "dark" if dark else "light"
        self.ask("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        self.events = []
        self.ask("Page.navigate", url="about:blank")
        self.wait("Page.loadEventFired")
        self.events = []
        self.ask("Page.navigate", url=url)
        self.wait("Page.loadEventFired")
        asked = (found for found in self.events if found.get("method") == "Network.requestWillBeSent")
        return [found["params"]["request"]["url"] for found in asked]

    def run(self, expression):
        answer = self.ask("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            sys.exit(f"error: in the browser: {answer['exceptionDetails']['text']}")
        return answer["result"].get("value")

    def picture(self, file, whole):
        size = self.ask("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": size["width"], "height": min(size["height"], whole), "scale": 1}
        picture = self.ask("Page.captureScreenshot", format="png", clip=clip, captureBeyondViewport=True)
        file.write_bytes(base64.b64decode(picture["data"]))


def words(html):
    """The text of a page's main part as a reader of the file has it, and the number of its formulas."""
    main = re.search(r"<main.*</main>", html, re.S).group()
    return re.sub(r"\s+", "", re.sub(r"<[^>]*>", "", main)), main.count("<math>")


def check_widths(browser, root, pages):
    problems = []
    for page in pages:
        expected, formulas = words((root / page).read_text(encoding="utf-8"))
        for width in WIDTHS:
            asked = browser.show((root / page).as_uri(), width)
            problems += [f"{page}: asks for {url}" for url in asked if not url.startswith(ALLOWED)]
            content = browser.ask("Page.getLayoutMetrics")["cssContentSize"]["width"]
            if content > width:
                problems.append(f"{page}: {content} pixels wide in a window of {width}")
        html = browser.ask("DOM.getOuterHTML", nodeId=browser.ask("DOM.getDocument", depth=0)["root"]["nodeId"])["outerHTML"]
        # The browser writes other entities than the file has.
        shown, found = words(html.replace("&nbsp;", " ").replace("&quot;", '"'))
        if shown != expected.replace("&quot;", '"') or found != formulas or not expected:
            problems.append(f"{page}: with script off the text is not that of the file ({len(shown)} and {len(expected)} characters)")
    return problems


def check_search(browser, root):
    browser.show((root / "index.html").as_uri(), 900, script=True)
    names = browser.run("Array.from(document.querySelectorAll('#list tbody th'), name => name.textContent)")
    shown = "Array.from(document.querySelectorAll('#list tbody tr')).filter(row => !row.hidden).map(row => row.cells[0].textContent)"
    search = "var input = document.getElementById('search'); input.value = {}; input.dispatchEvent(new Event('input'));"
    problems = []
    for name in names[:3]:
        browser.run(search.format(json.dumps(name)))
        found = browser.run(shown)
        if name not in found or len(found) >= len(names):
            problems.append(f"index.html: the search for {name} shows {found}")
    browser.run(search.format('""'))
    if browser.run(shown) != names:
        problems.append("index.html: an empty search does not show every claim")
    return problems


def check_axe(browser, root, pages, axe):
    source, problems, minor = axe.read_text(encoding="utf-8"), [], {}
    for page in pages:
        for dark in (False, True):
            browser.show((root / page).as_uri(), 900, dark=dark, script=True)
            browser.run(source + "; 0")
            found = browser.run("axe.run(document, {resultTypes: ['violations']}).then(found => found.violations.map(problem => ({id: problem.id, "
                                "impact: problem.impact, help: problem.help, count: problem.nodes.length, first: problem.nodes[0].html.slice(0, 160)})))")
            for problem in found:
                text = f"{page}{' (dark)' if dark else ''}: {problem['impact']}: {problem['id']}: {problem['help']}, {problem['count']} ×, {problem['first']}"
                if problem["impact"] in ("serious", "critical"):
                    problems.append(text)
                else:
                    minor[problem["id"]] = minor.get(problem["id"], 0) + problem["count"]
    print(f"axe: {len(pages)} pages, light and dark: {len(problems)} serious or critical; others: {minor or 'none'}")
    return problems


def main():
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("site", type=pathlib.Path)
    reader.add_argument("--screenshots", type=pathlib.Path)
    reader.add_argument("--axe", type=pathlib.Path)
    reader.add_argument("--only", help="pages whose path has these words")
    options = reader.parse_args()
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        print("skipped: found no chromium, and the report was not opened in a browser")
        return 0
    root = options.site.resolve()
    pages = sorted(str(path.relative_to(root)) for path in root.rglob("*.html"))
    pages = [page for page in pages if (options.only or "") in page]
    if not pages:
        sys.exit(f"error: {root}: found no page, expected a folder that `dualproof report` wrote")
    home = tempfile.mkdtemp()
    browser = Browser(program, home)
    try:
        browser.open_page()
        problems = check_widths(browser, root, pages)
        problems += check_search(browser, root)
        if options.axe:
            problems += check_axe(browser, root, pages, options.axe)
        if options.screenshots:
            options.screenshots.mkdir(parents=True, exist_ok=True)
            for page in pages if options.only else [page for page in pages if "/" not in page] + pages[::12]:
                for width in WIDTHS:
                    for dark in (False, True):
                        browser.show((root / page).as_uri(), width, dark=dark, script=True)
                        name = f"{page.replace('/', '-')[:-5]}-{width}{'-dark' if dark else ''}.png"
                        browser.picture(options.screenshots / name, 2400)
    finally:
        browser.process.terminate()
        browser.process.wait()
        # A child of the browser may still write for a moment.
        shutil.rmtree(home, ignore_errors=True)
    for problem in problems:
        print(f"failed: {problem}")
    print(f"{len(pages)} pages at {len(WIDTHS)} widths with script off: {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
