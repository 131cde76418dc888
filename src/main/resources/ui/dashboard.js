// Keeps the page new. The server makes all HTML; when something has happened this asks for the page again and takes
// over what differs. It builds no HTML from data and changes nothing at the agent.
"use strict";
(() => {
  const TYPES = [
    "member-join", "member-leave", "member-failed", "member-update", "member-reap", "user", "proxy-applied",
    "proxy-failed", "proxy-died", "proxy-restarted", "proxy-drift", "proxy-corrected", "finding", "finding-over", "gap",
  ];
  const GATHER = 120; // ms that events are gathered before the page is asked for
  const TYPING = 200; // ms after the last letter of a filter
  const BEHIND = 250; // ms until it is asked again for what is known to be there
  const WITH_EVENTS = 5000; // suspicions and round trips are no events
  const WITHOUT_EVENTS = 2000;
  const LIMIT = 5000;

  const root = document.documentElement;
  const live = document.getElementById("live");
  const filter = document.getElementById("filter");
  const search = document.getElementById("search");
  const main = () => document.querySelector("main");
  const clock = () => document.querySelector("#live time") || live;
  const chosen = new Map(); // groups that the reader has opened or closed, by key
  const tags = new Map(); // by address, what the server calls the page that we have
  const parts = new Map(); // by address, rows that a group was filled with
  let skew = Date.now() - Date.parse(clock().dateTime);
  let fresh = Date.now();
  let stream = null;
  let heard = false; // whether the stream of events is open
  let newest = 0; // number of the newest event that was heard
  let retry = 1000;
  let timer = 0;
  let asking = false;
  let again = false;

  // Ages, in the words of DisplayTime.java.
  function words(seconds) {
    if (seconds < 120) return seconds + " s";
    if (seconds < 7200) return Math.floor(seconds / 60) + " min";
    return seconds < 172800 ? Math.floor(seconds / 3600) + " h" : Math.floor(seconds / 86400) + " d";
  }

  function age(inside) {
    const now = Date.now() - skew;
    for (const time of inside.querySelectorAll("time[data-ago]")) {
      const text = words(Math.max(0, Math.floor((now - Date.parse(time.dateTime)) / 1000)));
      if (time.textContent !== text) time.textContent = text;
    }
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
    const name = (node) => (node.dataset && node.dataset.key) || node.id || "";
    const keyed = new Map();
    for (const child of old.children) if (name(child)) keyed.set(name(child), child);
    let at = old.firstChild;
    for (const child of [...now.childNodes]) {
      const key = name(child);
      const match = key ? keyed.get(key) : at && !name(at) ? at : null;
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

  // The page at an address; null if it is the one that we have.
  async function get(address) {
    const headers = tags.has(address) ? { "If-None-Match": tags.get(address) } : {};
    const answer = await fetch(address, { cache: "no-store", headers, signal: AbortSignal.timeout(LIMIT) });
    const about = { event: Number(answer.headers.get("Hearsay-Event")), next: Number(answer.headers.get("Hearsay-Next")) };
    if (answer.status === 304) return { page: null, ...about };
    if (!answer.ok) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    tags.set(address, answer.headers.get("ETag"));
    return { page, ...about };
  }

  // Fills the open groups whose rows are not in the page: those that the reader has opened.
  async function fill(page) {
    const open = [...page.querySelectorAll("details[open] > .body[data-part]")].filter((b) => b.dataset.part);
    await Promise.all(
      open.map(async (body) => {
        const key = body.parentElement.dataset.key;
        if (!chosen.get(key)) return;
        const address = root.dataset.root + body.dataset.part;
        const answer = await get(address);
        if (answer.page) {
          const rows = answer.page.querySelector("#rows .body");
          // Links are relative to a page that lies deeper.
          for (const link of rows.querySelectorAll("a[href]")) {
            link.setAttribute("href", link.getAttribute("href").replace(/^(\.\.\/)+/, root.dataset.root));
          }
          parts.set(address, rows);
        }
        const rows = parts.get(address);
        if (rows) body.replaceChildren(...rows.cloneNode(true).childNodes);
      }),
    );
  }

  function choices(page) {
    for (const group of page.querySelectorAll("details[data-key]")) {
      if (chosen.has(group.dataset.key)) group.open = chosen.get(group.dataset.key);
    }
  }

  // Asks for the page and takes over what differs.
  async function ask() {
    clearTimeout(timer);
    if (asking) {
      again = true;
      return;
    }
    asking = true;
    again = false;
    let wait = heard ? WITH_EVENTS : WITHOUT_EVENTS;
    try {
      const { page, event, next } = await get(location.pathname + location.search);
      if (page && page.documentElement.dataset.assets !== root.dataset.assets) {
        location.reload(); // the agent is another build
        return;
      }
      fresh = Date.now();
      if (page) {
        skew = fresh - Date.parse(page.querySelector("#live time").dateTime);
        choices(page);
        age(page);
        await fill(page);
        take(main(), page.querySelector("main"));
        take(document.querySelector("h1"), page.querySelector("h1"));
        document.title = page.title;
      } else if ([...document.querySelectorAll("details[open] > .body[data-part]")].some((b) => b.dataset.part)) {
        const copy = main().cloneNode(true);
        await fill(copy);
        take(main(), copy);
      }
      wait = event < newest ? BEHIND : next > 0 && heard ? Math.min(next, wait) : wait;
    } catch {
      // The line at the top says how old the page is.
    } finally {
      asking = false;
      tell();
      plan(again ? GATHER : wait);
    }
  }

  function plan(wait) {
    clearTimeout(timer);
    if (!document.hidden) timer = setTimeout(ask, wait);
  }

  function within(wait) {
    if (asking) again = true;
    else plan(wait);
  }

  function soon(event) {
    const number = Number((event && event.lastEventId ? event.lastEventId : "").split("-")[1]);
    if (number > newest) newest = number;
    within(GATHER);
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
    stream = new EventSource(root.dataset.root + "v1/events");
    stream.onopen = () => {
      heard = true;
      newest = 0; // an agent that was started again counts from one
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

  // The filter is in the address: what is seen can be sent to somebody.
  function filtered(text) {
    const wanted = text.trim();
    const address = location.pathname + (wanted ? "?filter=" + encodeURIComponent(wanted) : "");
    if (address === location.pathname + location.search) return;
    history.replaceState(null, "", address);
    tags.delete(address);
    within(TYPING);
  }

  document.body.classList.add("scripted");
  if (search) {
    filter.addEventListener("input", () => filtered(filter.value));
    search.addEventListener("submit", (submit) => {
      submit.preventDefault();
      filtered(filter.value);
      ask();
    });
  }
  document.addEventListener("click", (click) => {
    const summary = click.target.closest("summary");
    if (summary && summary.parentElement.dataset.key) {
      // It is about to be the other way round.
      chosen.set(summary.parentElement.dataset.key, !summary.parentElement.open);
      within(0);
    }
    const link = click.target.closest("#counts a, #found a");
    if (link && filter && !click.ctrlKey && !click.metaKey) {
      click.preventDefault();
      filter.value = new URL(link.href).searchParams.get("filter") || "";
      filtered(filter.value);
      ask();
    }
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
  tell();
  listen();
  plan(WITHOUT_EVENTS);
})();
