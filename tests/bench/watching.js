// Watches a page from its first moment: changes, long tasks, transfers, and how long a tap takes.
(() => {
  const QUIET_MS = 600;
  let last = 0, complete = 0, elements = -1, waiting = null, started = null;
  const seen = (at) => { last = Math.max(last, at); };
  const shown = document.getElementsByClassName('stElementContainer');
  const skeletons = document.getElementsByClassName('stSkeleton');
  const look = () => {
    const now = performance.now();
    seen(now);
    // An element whose code is still on its way is a skeleton first.
    const there = shown.length - skeletons.length;
    if (there !== elements) { elements = there; complete = now; }
    if (waiting && started !== null && waiting()) {
      watched.took = performance.now() - started;
      waiting = null;
    }
  };
  new MutationObserver(look).observe(document, {
    subtree: true, childList: true, characterData: true, attributes: true,
  });
  new PerformanceObserver((list) => list.getEntries().forEach((one) => seen(one.startTime + one.duration)))
    .observe({ type: 'longtask', buffered: true });
  new PerformanceObserver((list) => list.getEntries().forEach((one) => seen(one.responseEnd)))
    .observe({ type: 'resource', buffered: true });
  window.addEventListener('pointerup', () => { if (waiting) { started = performance.now(); } }, true);
  window.watched = {
    took: null,
    rests: () => shown.length > 0 && skeletons.length === 0 && performance.now() - last > QUIET_MS
      && document.querySelector('.stApp[data-test-script-state="notRunning"]') !== null,
    told: () => ({
      painted: performance.getEntriesByName('first-contentful-paint')[0].startTime,
      complete, idle: last, elements: shown.length, nodes: document.getElementsByTagName('*').length,
    }),
    waitFor: (shows) => {
      started = null;
      watched.took = null;
      waiting = new Function('return ' + shows);
      if (waiting()) { throw new Error('there already: ' + shows); }
    },
  };
})();
