"""Somebody who uses the keys only; each stop on the way has to be seen, and the way has to follow the page."""

from __future__ import annotations

from playwright.sync_api import ElementHandle, Locator, Page

MOST_STOPS = 250

STOP = """() => {
  const here = document.activeElement;
  if (!here || here === document.body || here === document.documentElement) return null;
  const before = window.lastStop;
  window.lastStop = here;
  const label = (e) => e.ariaLabel || (e.labels?.[0] ?? e).textContent.trim().slice(0, 60) || e.name || e.id;
  const say = (e) => `<${e.tagName.toLowerCase()}> ${label(e)}`;
  const problems = [];
  // What lies on a map or in a drawing has no order of reading.
  const FREE = "svg, .office, .head, .map__live";

  const box = here.getClientRects()[0] ?? here.getBoundingClientRect();
  // The middle of what is on the screen: of a tall field a part is enough.
  const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
  const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  const hit = document.elementFromPoint(x, y);
  const owners = [here, ...(here.labels ?? [])];
  if (right - left < 2 || bottom - top < 2) {
    problems.push("is not on the screen");
  } else if (!hit || !owners.some((e) => e.contains(hit) || hit.contains(e))) {
    problems.push(`is hidden behind ${hit ? say(hit) : "nothing"}`);
  }

  const isMarked = (element, part) => {
    const style = getComputedStyle(element, part);
    const isOwn = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    const hasShadow = style.boxShadow !== "none" && !style.boxShadow.startsWith("rgba(0, 0, 0, 0)");
    return isOwn || style.outlineStyle === "auto" || hasShadow;
  };
  const marked = [here, here.nextElementSibling, ...(here.labels ?? [])].filter(Boolean);
  const isMarkedHere = marked.some((e) => isMarked(e)) || isMarked(here, "::before") || isMarked(here, "::after");
  const stroke = (link) => {
    const style = getComputedStyle(link.querySelector("path"));
    return `${style.stroke} ${style.strokeWidth}`;
  };
  const drawn = here.closest("svg");
  const other = drawn && [...drawn.querySelectorAll("a:has(path)")].find((link) => link !== here);
  const isSeen = drawn ? !other || stroke(here) !== stroke(other) : isMarkedHere;
  // Inside a field for dates the focus wanders on, and the browser marks it there.
  if (before !== here && !(isSeen && here.matches(":focus-visible"))) problems.push("shows no focus");

  if (before?.isConnected && before !== here) {
    if (before.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_PRECEDING) {
      problems.push("RESTART");
    } else if (!here.closest(FREE) && !before.closest(FREE)) {
      const was = before.getClientRects()[0] ?? before.getBoundingClientRect();
      const isLeft = box.right <= was.left + 1;
      const isAbove = box.bottom <= was.top + 1;
      const shared = Math.min(box.bottom, was.bottom) - Math.max(box.top, was.top);
      const isBeside = shared > Math.min(box.height, was.height) / 2;
      if ((isAbove && box.left < was.right) || (isBeside && isLeft)) {
        problems.push(`comes after ${say(before)}, but stands before it`);
      }
    }
  }
  return { name: say(here), problems };
}"""


class Keyboard:
    """The keys of one page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, *keys: str) -> None:
        """Press one key after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def go_to(self, target: Locator) -> None:
        """Press the tab key until the target has the focus."""
        target.wait_for(state="attached")
        goal = target.element_handle()
        if self._is_at(goal):
            return
        passed = []
        for _press in range(MOST_STOPS):
            self.press("Tab")
            stop = self.page.evaluate(STOP)
            passed.append(stop["name"] if stop else "–")
            problems = [problem for problem in stop["problems"] if problem != "RESTART"] if stop else []
            assert not problems, f"{self.page.url}: {stop['name']} {', '.join(problems)}"
            if self._is_at(goal):
                return
        raise AssertionError(f"{self.page.url}: the keyboard does not reach {target}, only {passed[:40]}")

    def enter(self, target: Locator) -> None:
        """Go there and press Enter: a link, a button."""
        self.go_to(target)
        self.press("Enter")

    def follow(self, name: str) -> None:
        """Go to the link of this name and press Enter."""
        self.enter(self.page.get_by_role("link", name=name, exact=True))

    def push(self, name: str) -> None:
        """The same for a button."""
        self.enter(self.page.get_by_role("button", name=name, exact=True))

    def toggle(self, target: Locator) -> None:
        """Go there and press Space: a checkbox."""
        self.go_to(target)
        self.press("Space")

    def choose(self, target: Locator) -> None:
        """Go to the group of a radio button and press the arrow key until the button is the chosen one."""
        group = self.page.locator(f"[name='{target.get_attribute('name')}']")
        self.go_to(group.and_(self.page.locator(":checked")).or_(group).first)
        for _press in range(group.count()):
            if target.is_checked():
                return
            self.press("ArrowDown")
        assert target.is_checked(), f"{self.page.url}: the arrow keys do not choose {target}"

    def write(self, target: Locator, text: str) -> None:
        """Go there and type, in place of what stands there."""
        self.go_to(target)
        self.press("Control+a")
        self.page.keyboard.type(text)

    def walk(self) -> list[str]:
        """Every stop from the top of the page to its end; fails where a stop is unseen or out of order."""
        names: list[str] = []
        for _press in range(MOST_STOPS):
            self.press("Tab")
            stop = self.page.evaluate(STOP)
            if stop is None or "RESTART" in stop["problems"]:
                return names
            assert not stop["problems"], f"{self.page.url}: {stop['name']} {', '.join(stop['problems'])}"
            names.append(stop["name"])
        raise AssertionError(f"{self.page.url}: the keyboard does not come to an end: {names[-10:]}")

    def _is_at(self, goal: ElementHandle | None) -> bool:
        return bool(self.page.evaluate("goal => goal === document.activeElement", goal))
