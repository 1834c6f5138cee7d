// Keeps each tap on a button until the server says that it was done. What the server never heard of, because the
// connection was down or the program had started anew, is done again once, with the numbers that stood in the fields.
// Python gives the words, the account, and which taps were done; it is told of taps in the message that carries them.

const SHELF = "backwise.taps";
const FORMS = '[data-testid="stFormSubmitButton"]';
const BUTTONS = `[data-testid="stButton"] button, ${FORMS} button`;
const KEYED = '[data-testid="stElementContainer"][class*="st-key-"]';
const STAYS_MS = 12 * 3600 * 1000;
const LATE_MS = 4000, TOLD_MS = 5000, LOOK_MS = 100, PATIENCE_MS = 10000, BEFORE_FIRST_MS = 700;
const MOST_TRIES = 3;

let taps = readShelf();
let data = null;
let tellServer = () => {};
let sent = 0;
let again = null;
let isAtWork = false;
let isFresh = true;
let notice = { text: "", until: 0 };
let downSince = 0;
let pressed = null;
let shown = () => {};

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const app = () => document.querySelector(".stApp");
const isConnected = () => app()?.dataset.testConnectionState === "CONNECTED";
const isIdle = () => isConnected() && app().dataset.testScriptState === "notRunning";

function readShelf() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(SHELF) ?? "[]");
    return kept.filter((tap) => Date.now() - tap.at < STAYS_MS);
  } catch {
    return [];
  }
}

function keep(changed) {
  taps = changed;
  try {
    const waiting = taps.filter((tap) => tap.waits);
    if (waiting.length) sessionStorage.setItem(SHELF, JSON.stringify(waiting));
    else sessionStorage.removeItem(SHELF);
  } catch {
    // Where nothing can be kept in this tab, taps last as long as the page does.
  }
  shown();
}

// Only what waits outlasts the page: whoever leaves it right after a tap has tapped as ever.
function markWaiting() {
  const now = Date.now();
  const stays = (tap) => !isConnected() || (tap.account && !data.account) || now - tap.at > LATE_MS;
  const late = taps.filter((tap) => !tap.waits && !isBrief(tap.name) && stays(tap));
  if (!late.length) return;
  late.forEach((tap) => { tap.waits = true; });
  keep(taps);
}

// Done by the server, though the browser's own home may still be writing it.
const isDone = (tap, given = data) => given.done.includes(tap.id);

const without = (tap) => keep(taps.filter((other) => other.id !== tap.id));

// A label may hold what somebody typed, and signs that mean something to a replacement.
const inWords = (name, label) => data.words[name].replace("{label}", () => label);

function say(name, label) {
  notice = { text: inWords(name, label), until: Date.now() + TOLD_MS };
  shown();
}

// Widgets by the class that their key gives them.
function nameOf(element) {
  const holder = element.closest(KEYED);
  return [...(holder?.classList ?? [])].find((name) => name.startsWith("st-key-")) ?? "";
}

function labelOf(button) {
  const text = button.querySelector('[data-testid="stMarkdownContainer"]') ?? button;
  return text.innerText.trim();
}

// The address of a page, and the person whose page it is: without one it is the first on the list.
function address() {
  const person = new URLSearchParams(location.search).get(data.person);
  return location.pathname + (person ? `?${data.person}=${encodeURIComponent(person)}` : "");
}

// The page, and how far one is on it: what was done already may have a button of the same name at the next place.
function place() {
  const marks = document.querySelectorAll('[data-testid="stMain"] h1, [data-testid="stProgress"]');
  return [address(), ...[...marks].map((mark) => mark.innerText.trim())].join(" | ");
}

function buttonOf(name) {
  return document.querySelector(`.${CSS.escape(name)}`)?.querySelector(BUTTONS) ?? null;
}

const FIELDS = `${KEYED} input[type="number"], ${KEYED} input[type="text"], ${KEYED} textarea`;
const TICKS = `${KEYED} input[type="checkbox"]`;
const CHIPS = `${KEYED} [data-testid="stButtonGroup"] button`;
const isChosen = (chip) => chip.getAttribute("data-selected") === "true";

// What stands in the fields of the page, as far as somebody can type or choose it.
function fields() {
  const found = {};
  for (const field of document.querySelectorAll(FIELDS)) found[nameOf(field)] = field.value;
  for (const tick of document.querySelectorAll(TICKS)) found[nameOf(tick)] = tick.checked;
  for (const chip of document.querySelectorAll(CHIPS)) {
    const chosen = (found[nameOf(chip)] ??= []);
    if (isChosen(chip)) chosen.push(chip.innerText);
  }
  delete found[""];
  return found;
}

function type(field, value) {
  const prototype = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
  field.focus();
  Object.getOwnPropertyDescriptor(prototype.prototype, "value").set.call(field, value);
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.blur();
}

// True where something had to be set as it was.
function restored(then) {
  const now = fields();
  let changed = false;
  for (const [name, value] of Object.entries(then)) {
    if (!(name in now) || JSON.stringify(now[name]) === JSON.stringify(value)) continue;
    const holder = document.querySelector(`.${CSS.escape(name)}`);
    if (Array.isArray(value)) {
      const chips = [...holder.querySelectorAll('[data-testid="stButtonGroup"] button')];
      const wrong = chips.find((chip) => isChosen(chip) !== value.includes(chip.innerText));
      wrong?.click();
    } else if (typeof value === "boolean") {
      holder.querySelector('input[type="checkbox"]').click();
    } else {
      type(holder.querySelector("input, textarea"), value);
    }
    changed = true;
    break;
  }
  return changed;
}

async function idle() {
  const until = Date.now() + PATIENCE_MS;
  let calm = 0;
  while (Date.now() < until) {
    calm = isIdle() ? calm + 1 : 0;
    if (calm > 1) return true;
    await sleep(LOOK_MS);
  }
  return false;
}

async function ready(tap) {
  const until = Date.now() + PATIENCE_MS / 4;
  for (;;) {
    if (!(await idle())) return null;
    const button = buttonOf(tap.name);
    if (button && !button.disabled) return button;
    if (Date.now() > until) return undefined;
    await sleep(LOOK_MS);
  }
}

// Once more, so that the server hears of it in the message that carries it; false where it has to be heard first.
function choose(tap) {
  const holder = document.querySelector(`.${CSS.escape(tap.name)}`);
  if (!holder || place() !== tap.place || tap.tries >= 5 * MOST_TRIES) {
    without(tap);
    say("gone", tap.label);
    return true;
  }
  tap.tries += 1;
  again = tap;
  const changed = restored({ [tap.name]: tap.value });
  again = null;
  if (!changed) without(tap);
  return !changed;
}

async function doAgain(tap) {
  if (tap.account !== data.account) {
    if (data.account) {
      without(tap);
      say("other_account", tap.label);
    }
    return Boolean(data.account);
  }
  if (tap.shown !== data.shown || Date.now() - tap.at > STAYS_MS) {
    without(tap);
    say("gone", tap.label);
    return true;
  }
  if (tap.path !== address()) {
    if (isFresh) {
      isFresh = false;
      location.assign(tap.path);
      return false;
    }
    without(tap);
    say("gone", tap.label);
    return true;
  }
  if (tap.value !== undefined) return (await idle()) && choose(tap);
  let button = await ready(tap);
  // A visit that goes on has its fields as they are; a new one may have begun them anew.
  const isOther = tap.visit !== data.visit;
  for (let turn = 0; button && isOther && restored(tap.fields) && turn < 20; turn += 1) {
    await sleep(LOOK_MS);
    button = await ready(tap);
  }
  if (button === null) return false;
  if (!taps.some((other) => other.id === tap.id)) return true;
  if (button === undefined || labelOf(button) !== tap.label || place() !== tap.place || tap.tries >= MOST_TRIES) {
    without(tap);
    say("gone", tap.label);
    return true;
  }
  tap.tries += 1;
  again = tap;
  button.click();
  again = null;
  return false;
}

// One after the other: what comes next may stand on what was before.
async function doWhatWasNotDone() {
  if (isAtWork) return;
  isAtWork = true;
  try {
    while (taps.length && data.heard >= Math.max(...taps.map((tap) => tap.sent)) && isConnected()) {
      if (!(await doAgain(taps[0]))) break;
    }
  } finally {
    isAtWork = false;
  }
}

function told() {
  sent = Math.max(sent + 1, Date.now());
  tellServer("told", { number: sent, taps: taps.map(({ id, name, value }) => ({ id, name, is_choice: value !== undefined })) });
  return sent;
}

function newTap(name, label) {
  const tap = {
    id: crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`, name, label, fields: fields(), path: address(),
    place: place(), account: data.account, shown: data.shown, visit: data.visit,
    at: Date.now(), tries: 0, sent: 0, waits: !isConnected(),
  };
  keep([...taps, tap]);
  return tap;
}

// Told in the same message as the tap itself, so that both arrive or neither does.
function tellOf(tap) {
  tap.sent = told();
  tap.told_at = Date.now();
}

// Buttons that lead away from here, or delete for good: nobody wants them to work later.
const isBrief = (name) => data.brief.some((start) => name.startsWith(start));

function onPress(button, canBeSent) {
  const name = nameOf(button);
  if (!data || !name) return;
  // Who signs out leaves nothing behind in the tab.
  if (name === data.way_out) keep([]);
  if (!canBeSent && (isBrief(name) || taps.some((tap) => tap.name === name && !isDone(tap)))) return;
  // A form sends itself at once: a word about it would come as a message of its own, and end the run that it began.
  if (canBeSent && button.closest(FORMS)) {
    if (again) without(again);
    return;
  }
  const tap = again ?? newTap(name, labelOf(button));
  if (canBeSent) tellOf(tap);
}

// A chip or a tick: the field keeps it, but what follows from it happens on the server.
function onChoice(element, label) {
  const name = nameOf(element);
  if (!data || !name || !isConnected()) return;
  if (again) return tellOf(again);
  const earlier = taps.find((tap) => tap.name === name && tap.value !== undefined);
  const tap = earlier ?? newTap(name, label);
  tap.value ??= null;
  tellOf(tap);
  setTimeout(() => {
    tap.value = fields()[name] ?? null;
    keep(taps);
  }, LOOK_MS / 2);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.(BUTTONS);
  if (button && !button.disabled) onPress(button, isConnected());
  const chip = event.target.closest?.(CHIPS);
  if (chip && !chip.disabled) onChoice(chip, chip.innerText);
}, true);

document.addEventListener("change", (event) => {
  if (event.target.matches?.(TICKS)) onChoice(event.target, event.target.closest("label")?.innerText ?? "");
}, true);

// A button that Streamlit has switched off gets no click; where the finger went down and up on it, one was meant.
document.addEventListener("pointerdown", (event) => { pressed = event.target.closest?.(BUTTONS) ?? null; }, true);
document.addEventListener("pointercancel", () => { pressed = null; }, true);
document.addEventListener("pointerup", (event) => {
  const button = event.target.closest?.(BUTTONS);
  if (button && button === pressed && button.disabled && !isConnected()) onPress(button, false);
  pressed = null;
}, true);

// Streamlit's own box on a lost connection covers the page and speaks of servers.
function putAwayBox() {
  for (const box of document.querySelectorAll('[role="dialog"]')) {
    if (box.innerText.startsWith("Connection error")) box.querySelector("button")?.click();
  }
}

function watch() {
  const root = app();
  if (!root) return;
  let was = isConnected();
  const look = () => {
    const is = isConnected();
    if (!is && was) downSince = Date.now();
    if (is && !was) {
      downSince = 0;
      told();
    }
    was = is;
    if (data) markWaiting();
    shown();
  };
  new MutationObserver(look).observe(root, { attributes: true, attributeFilter: ["data-test-connection-state"] });
  setInterval(() => {
    if (!isConnected()) putAwayBox();
    if (data) markWaiting();
    shown();
  }, 500);
}

watch();

function line() {
  const now = Date.now();
  const waiting = taps[0];
  if (!isConnected() && downSince && now - downSince > BEFORE_FIRST_MS) {
    return waiting ? inWords("down_kept", waiting.label) : data.words.down;
  }
  if (waiting && waiting.account && !data.account) return inWords("sign_in", waiting.label);
  if (waiting?.told_at && now - waiting.told_at > LATE_MS) return inWords("late", waiting.label);
  if (notice.until > now) return notice.text;
  return "";
}

export default function ({ data: given, setStateValue, parentElement }) {
  tellServer = setStateValue;
  data = given;
  const box = parentElement.querySelector(".line");
  shown = () => {
    const text = data ? line() : "";
    if (box.textContent !== text) box.textContent = text;
    box.hidden = !text;
  };
  const putAway = () => {
    const late = taps.find((tap) => isDone(tap, given) && tap.tries);
    if (taps.some((tap) => isDone(tap, given))) keep(taps.filter((tap) => !isDone(tap, given)));
    if (late) say("done", late.label);
  };
  const heard = async () => {
    if (given.lasts) putAway();
    if (!taps.length || !(await idle())) return;
    // In the browser's own home a tap is done once the browser keeps what came of it.
    await globalThis.backwiseWritten;
    putAway();
    if (data !== given || !taps.length) return;
    if (!given.heard) told();
    else await doWhatWasNotDone();
  };
  // Whoever comes back from signing in has a tap waiting in the first moment, or never.
  if (!taps.length) isFresh = false;
  heard();
  shown();
}
