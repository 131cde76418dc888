// Keeps the page new. The server makes all HTML; when something has happened this asks for the page again and takes
// over what differs. It builds no HTML from data and changes nothing at the agent.
"use strict";
(() => {
  const REGIONS = ["verdict", "counts", "self", "proxy", "servers", "log"];
  const TYPES = [
    "member-join", "member-leave", "member-failed", "member-update", "member-reap", "user", "proxy-applied",
    "proxy-failed", "proxy-died", "proxy-restarted", "proxy-drift", "proxy-corrected", "problem", "problem-over", "gap",
  ];
  const WORST_FIRST = ["failed", "suspect", "leaving", "alive", "left"];
  const GATHER = 300; // ms that events are gathered before the page is asked for
  const WITH_EVENTS = 5000; // suspicions and round trips are no events
  const WITHOUT_EVENTS = 2000;
  const LIMIT = 5000;

  const byId = (id) => document.getElementById(id);
  const live = byId("live");
  const filter = byId("filter");
  const sort = byId("sort");
  let chosen = ""; // a status that alone is shown
  let skew = Date.now() - Date.parse(document.documentElement.dataset.now);
  let fresh = Date.now();
  let stream = null;
  let heard = false; // whether the stream of events is open
  let retry = 1000;
  let timer = 0;
  let asking = false;
  let again = false;

  // Ages, in the words of Moment.java.
  function words(seconds) {
    if (seconds < 120) return seconds + " s";
    if (seconds < 7200) return Math.floor(seconds / 60) + " min";
    return seconds < 172800 ? Math.floor(seconds / 3600) + " h" : Math.floor(seconds / 86400) + " d";
  }

  function age(root) {
    const now = Date.now() - skew;
    for (const time of root.querySelectorAll("time[data-ago]")) {
      const text = words(Math.max(0, Math.floor((now - Date.parse(time.dateTime)) / 1000)));
      if (time.textContent !== text) time.textContent = text;
    }
  }

  // Puts the reader's choices (filter, sort) into a page, the present one or the next.
  function arrange(page) {
    const body = page.querySelector("#members tbody");
    const rows = [...body.rows];
    const name = (row) => row.dataset.name;
    const compare = (a, b) => (name(a) < name(b) ? -1 : name(a) > name(b) ? 1 : 0);
    const rank = (row) => WORST_FIRST.indexOf(row.dataset.status);
    const byStatus = sort.value === "status";
    const sorted = [...rows].sort(byStatus ? (a, b) => rank(a) - rank(b) || compare(a, b) : compare);
    if (sorted.some((row, i) => row !== rows[i])) body.append(...sorted);
    const wanted = filter.value.trim().toLowerCase().split(/\s+/);
    let shown = 0;
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      row.hidden = (chosen && row.dataset.status !== chosen) || !wanted.every((word) => text.includes(word));
      if (!row.hidden) shown++;
    }
    for (const link of page.querySelectorAll("#counts a")) {
      if (link.dataset.status === chosen) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    const heads = page.querySelectorAll("#members thead th");
    heads[byStatus ? 0 : 1].removeAttribute("aria-sort");
    heads[byStatus ? 1 : 0].setAttribute("aria-sort", byStatus ? "other" : "ascending");
    const words = shown === rows.length ? "" : `${shown} of ${rows.length} shown`;
    if (byId("shown").textContent !== words) byId("shown").textContent = words;
  }

  // Makes the old node like the new one and leaves alone what is the same: selections and focus stay.
  function take(old, now) {
    if (old.isEqualNode(now)) return;
    if (old.nodeType !== Node.ELEMENT_NODE || old.nodeName !== now.nodeName) {
      old.replaceWith(now);
      return;
    }
    for (const { name } of [...old.attributes]) if (!now.hasAttribute(name)) old.removeAttribute(name);
    for (const { name, value } of now.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
    const keyed = new Map();
    for (const child of old.children) if (child.dataset.key) keyed.set(child.dataset.key, child);
    let at = old.firstChild;
    for (const child of [...now.childNodes]) {
      const key = child.dataset && child.dataset.key;
      const match = key ? keyed.get(key) : at && !(at.dataset && at.dataset.key) ? at : null;
      if (!match) {
        old.insertBefore(child, at);
        continue;
      }
      keyed.delete(key);
      if (match === at) at = at.nextSibling;
      else old.insertBefore(match, at);
      take(match, child);
    }
    while (at) {
      const next = at.nextSibling;
      at.remove();
      at = next;
    }
  }

  function region(next, id) {
    const old = byId(id);
    const now = next.getElementById(id);
    if (old && now) take(old, now);
    else if (old || now) location.reload(); // a part came or went: rare
  }

  async function ask() {
    clearTimeout(timer);
    if (asking) {
      again = true;
      return;
    }
    asking = true;
    again = false;
    try {
      const answer = await fetch(location.pathname, { cache: "no-store", signal: AbortSignal.timeout(LIMIT) });
      if (!answer.ok) throw new Error(answer.status);
      const next = new DOMParser().parseFromString(await answer.text(), "text/html");
      const root = next.documentElement.dataset;
      if (root.assets !== document.documentElement.dataset.assets) {
        location.reload(); // the agent is another build
        return;
      }
      fresh = Date.now();
      skew = fresh - Date.parse(root.now);
      age(next);
      arrange(next);
      REGIONS.forEach((id) => region(next, id));
      take(document.querySelector("#members table"), next.querySelector("#members table"));
      take(byId("members-title"), next.getElementById("members-title"));
      take(document.querySelector("h1"), next.querySelector("h1"));
      document.title = next.title;
    } catch {
      // The line at the top says how old the page is.
    } finally {
      asking = false;
      tell();
      plan(again ? GATHER : heard ? WITH_EVENTS : WITHOUT_EVENTS);
    }
  }

  function plan(wait) {
    clearTimeout(timer);
    if (!document.hidden) timer = setTimeout(ask, wait);
  }

  function soon() {
    if (asking) again = true;
    else plan(GATHER);
  }

  function tell() {
    const old = Math.floor((Date.now() - fresh) / 1000);
    const stale = old > 2 * (WITH_EVENTS / 1000);
    const state = stale ? "stale" : heard ? "live" : "polling";
    const text = stale ? `No answer for ${words(old)}: this page is old` : heard ? "Live" : "Asks every 2 s";
    if (live.textContent !== text) live.textContent = text;
    live.dataset.state = state;
    document.body.classList.toggle("stale", stale);
  }

  function listen() {
    if (stream || document.hidden) return;
    stream = new EventSource("v1/events");
    stream.onopen = () => {
      heard = true;
      retry = 1000;
      soon(); // what was missed meanwhile
    };
    stream.onerror = () => {
      heard = false;
      plan(WITHOUT_EVENTS);
      // The browser tries again by itself unless it was refused.
      if (stream && stream.readyState === EventSource.CLOSED) {
        stream = null;
        setTimeout(listen, retry);
        retry = Math.min(2 * retry, 15000);
      }
    };
    TYPES.forEach((type) => stream.addEventListener(type, soon));
  }

  function hush() {
    if (stream) stream.close();
    stream = null;
    heard = false;
    clearTimeout(timer);
  }

  byId("tools").hidden = false;
  filter.addEventListener("input", () => arrange(document));
  sort.addEventListener("change", () => arrange(document));
  byId("counts").addEventListener("click", (click) => {
    const link = click.target.closest("a");
    if (!link) return;
    chosen = chosen === link.dataset.status ? "" : link.dataset.status;
    arrange(document);
    if (!chosen) click.preventDefault();
  });
  // A browser allows few connections to a host; a page that nobody sees gives its own back.
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) {
      hush();
    } else {
      listen();
      ask();
    }
  });
  setInterval(() => {
    if (document.hidden) return;
    age(document);
    tell();
  }, 1000);
  arrange(document);
  tell();
  listen();
  plan(WITHOUT_EVENTS);
})();
