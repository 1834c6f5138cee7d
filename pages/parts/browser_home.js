// Keeps the pieces of a record in this browser: IndexedDB where it is to be had, localStorage otherwise.
// Who once was given localStorage stays there, or the record would seem empty on the day IndexedDB comes back; for the
// same reason who has a record in IndexedDB is not given localStorage on a day when that fails.
// Python says what to do through `data`; what it should know comes back as triggers.

const NAME = "backwise";
const SHELF = "pieces";
const MANIFEST = "manifest";
const PREFIX = `${NAME}.`;
const IN_DATABASE = `${NAME}-in-indexeddb`;
const PATIENCE_MS = 20000;

const TOO_SLOW = new Error("IndexedDB does not answer");

const handled = new Set();
const tabs = "BroadcastChannel" in window ? new BroadcastChannel(NAME) : null;
let lastKnown = "";
let keeper = null;
let isSlow = false;
let tell = () => {};
let line = Promise.resolve();

function asPromise(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function openDatabase() {
  const opening = indexedDB.open(NAME, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(SHELF);
  const late = new Promise((_, reject) => setTimeout(() => reject(TOO_SLOW), PATIENCE_MS));
  return Promise.race([asPromise(opening), late]);
}

// One transaction reads the revision and writes, so that no other tab comes in between.
function inDatabase(database) {
  const read = async () => {
    const shelf = database.transaction(SHELF).objectStore(SHELF);
    const [keys, values] = await Promise.all([asPromise(shelf.getAllKeys()), asPromise(shelf.getAll())]);
    return held(Object.fromEntries(keys.map((key, place) => [key, values[place]])));
  };
  const write = (change) =>
    new Promise((resolve, reject) => {
      const work = database.transaction(SHELF, "readwrite", { durability: "strict" });
      const shelf = work.objectStore(SHELF);
      let written = true;
      work.oncomplete = () => resolve(written);
      work.onabort = () => reject(work.error);
      const reading = shelf.get(MANIFEST);
      reading.onsuccess = () => {
        written = (reading.result?.revision ?? "") === change.base;
        if (!written) return;
        change.drop.forEach((name) => shelf.delete(name));
        Object.entries(change.put).forEach(([name, text]) => shelf.put(text, name));
        shelf.put(change.manifest, MANIFEST);
      };
    });
  const erase = () => {
    const work = database.transaction(SHELF, "readwrite");
    work.objectStore(SHELF).clear();
    return new Promise((resolve, reject) => {
      work.oncomplete = resolve;
      work.onabort = () => reject(work.error);
    });
  };
  return { place: "indexeddb", read, write, erase };
}

function inLocalStorage() {
  const names = () => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  const all = () =>
    Object.fromEntries(names().map((key) => [key.slice(PREFIX.length), JSON.parse(localStorage.getItem(key))]));
  const put = (found) => {
    names().forEach((key) => localStorage.removeItem(key));
    Object.entries(found).forEach(([name, value]) => localStorage.setItem(PREFIX + name, JSON.stringify(value)));
  };
  const write = async (change) => {
    const before = all();
    if ((before[MANIFEST]?.revision ?? "") !== change.base) return false;
    const after = { ...before, ...change.put, [MANIFEST]: change.manifest };
    change.drop.forEach((name) => delete after[name]);
    try {
      put(after);
    } catch (error) {
      put(before);
      throw error;
    }
    return true;
  };
  const alone = (work) => (navigator.locks ? navigator.locks.request(NAME, work) : work());
  return {
    place: "localstorage",
    read: async () => held(all()),
    write: (change) => alone(() => write(change)),
    erase: async () => names().forEach((key) => localStorage.removeItem(key)),
  };
}

function held(found) {
  const { [MANIFEST]: manifest, ...pieces } = found;
  return manifest ? { manifest, pieces } : null;
}

function noteInDatabase(isThere) {
  try {
    if (isThere) localStorage.setItem(IN_DATABASE, "1");
    else localStorage.removeItem(IN_DATABASE);
  } catch {
    // Without localStorage there is no second place to be given.
  }
}

function isInDatabase() {
  try {
    return localStorage.getItem(IN_DATABASE) !== null;
  } catch {
    return false;
  }
}

function isLocalStorageThere() {
  try {
    localStorage.setItem(`${NAME}-try`, "1");
    localStorage.removeItem(`${NAME}-try`);
    return true;
  } catch {
    return false;
  }
}

async function openIndexedDB() {
  const database = await openDatabase();
  database.onversionchange = () => database.close();
  const kept = inDatabase(database);
  if ((await kept.read()) !== null) noteInDatabase(true);
  return kept;
}

// A database that is slow, or fails today, may hold the record: then nothing is kept and that is said, rather than a second one begun.
async function openKeeper() {
  const second = isLocalStorageThere() ? inLocalStorage() : null;
  if (second && (await second.read())) return second;
  try {
    return await openIndexedDB();
  } catch (error) {
    isSlow = error === TOO_SLOW || isInDatabase();
    return isSlow ? null : second;
  }
}

async function tellAll(name, extra) {
  const found = await keeper.read();
  const wentOnFrom = lastKnown;
  lastKnown = found?.manifest.revision ?? "";
  tell(name, { ...extra, held: found, went_on_from: wentOnFrom });
}

async function open(id) {
  keeper ??= await openKeeper();
  if (!keeper) {
    tell("opened", { id, place: "none", is_slow: isSlow, held: null, went_on_from: "" });
    return;
  }
  lastKnown = "";
  await tellAll("opened", { id, place: keeper.place, now: Date.now(), had: isInDatabase() });
}

async function write(change) {
  if (!keeper) return;
  try {
    if (await keeper.write(change)) {
      lastKnown = change.manifest.revision;
      noteInDatabase(keeper.place === "indexeddb");
      tabs?.postMessage(lastKnown);
      navigator.storage?.persist?.();
    } else {
      await tellAll("others", { id: change.manifest.revision });
    }
  } catch (error) {
    tell("refused", { id: change.manifest.revision, full: error?.name === "QuotaExceededError" });
  }
}

async function erase(id) {
  let left = 0;
  if (keeper) {
    await keeper.erase();
    noteInDatabase(false);
    left = (await keeper.read()) ? 1 : 0;
    lastKnown = "";
    tabs?.postMessage("");
  }
  tell("erased", { id, left });
}

function inTurn(id, work) {
  if (!id || handled.has(id)) return;
  handled.add(id);
  line = line.then(work).catch(() => tell("refused", { id, full: false }));
}

async function lookAgain() {
  const found = keeper ? await keeper.read() : null;
  if ((found?.manifest.revision ?? "") !== lastKnown) await tellAll("others", { id: lastKnown });
}

function whenSeen() {
  if (document.hidden) {
    document.addEventListener("visibilitychange", whenSeen, { once: true });
  } else {
    line = line.then(lookAgain).catch(() => {});
  }
}

if (tabs) tabs.onmessage = whenSeen;

export default function ({ data, setTriggerValue }) {
  tell = setTriggerValue;
  inTurn(data.open, () => open(data.open));
  data.changes.forEach((change) => inTurn(change.manifest.revision, () => write(change)));
  inTurn(data.erase, () => erase(data.erase));
  inTurn(data.ask, async () => tell("answered", { id: data.ask, revision: lastKnown }));
  // Whoever shows that something was done waits until it is kept.
  globalThis.backwiseWritten = line;
}
