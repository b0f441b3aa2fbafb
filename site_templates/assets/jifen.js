/* Small things that a page can do without: its title in the header, dates on one line, tables that
   sort, the finder. */
(function () {
  "use strict";

  // ---- The page's title, which the header shows once it has been scrolled away.
  var topic = document.querySelector("[data-md-component=header-topic] .md-ellipsis");
  var title = document.querySelector("h1");
  if (topic && title) topic.textContent = title.textContent;

  // ---- Dates (2025年6月3日, 2025-06-03) and numbers of documents (2025-06/0001), where browsers would
  // break the line; paths and code may break. Other numbers keep together by themselves.
  function keepTogether(article) {
    var texts = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
    var found = [];
    while (texts.nextNode()) {
      var text = texts.currentNode;
      if (/\d[年-]\d/.test(text.data) && !text.parentNode.closest("code, svg")) found.push(text);
    }
    found.forEach(function (text) {
      var pieces = text.data.split(/(\d{4}年\d+月(?:\d+日)?|[\w.\/-]*\d-\d[\w.\/-]*)/);
      text.replaceWith.apply(text, pieces.map(function (piece, index) {
        if (index % 2 === 0 || /[A-Za-z_]/.test(piece)) return piece;
        var whole = document.createElement("span");
        whole.className = "kpi-whole";
        whole.textContent = piece;
        return whole;
      }));
    });
  }
  document.querySelectorAll("article").forEach(keepTogether);

  // ---- Sorting: a heading becomes a button; a third press gives the order as published.
  function value(row, index) {
    var cell = row.cells[index];
    return cell.dataset.value || cell.textContent.trim();
  }
  function number(text) {
    var plain = text.replace(/\u2212/g, "-").replace(/[,+%\s]/g, "");
    return plain === "" || isNaN(plain) ? null : Number(plain);
  }
  // What has no number stands last, whichever way the numbers go.
  function compare(a, b, way) {
    var x = number(a), y = number(b);
    if (x !== null && y !== null) return (x - y) * way;
    if (x !== null || y !== null) return x !== null ? -1 : 1;
    return a.localeCompare(b, "zh") * way;
  }
  document.querySelectorAll("table.kpi").forEach(function (table) {
    var body = table.tBodies[0];
    if (!body || body.rows.length < 3) return;
    var published = Array.from(body.rows);
    var heads = table.querySelectorAll("thead th");
    heads.forEach(function (head, index) {
      if (!head.hasAttribute("data-sort")) return;
      var button = document.createElement("button");
      button.type = "button";
      button.title = "点击排序";
      while (head.firstChild) button.appendChild(head.firstChild);
      head.appendChild(button);
      button.addEventListener("click", function () {
        var first = head.classList.contains("num") ? "descending" : "ascending";
        var second = first === "ascending" ? "descending" : "ascending";
        var now = head.getAttribute("aria-sort");
        var next = now === first ? second : now === second ? "" : first;
        heads.forEach(function (other) { other.removeAttribute("aria-sort"); });
        var rows = published;
        if (next) {
          head.setAttribute("aria-sort", next);
          rows = published.slice().sort(function (a, b) {
            return compare(value(a, index), value(b, index), next === "ascending" ? 1 : -1);
          });
        }
        rows.forEach(function (row) { body.appendChild(row); });
      });
    });
  });

  // ---- Finder: every word typed must occur in the page's title or line.
  var input = document.querySelector("[data-finder]");
  if (!input) return;
  var toggle = document.getElementById("__search");
  var meta = document.querySelector(".md-search-result__meta");
  var list = document.querySelector(".md-search-result__list");
  var root = new URL(input.dataset.finder.replace(/assets\/[^/]*$/, "") || "./", location.href);
  var hint = meta.textContent;
  var MOST = 30;
  var asked = false;

  function load() {
    if (asked) return;
    asked = true;
    var script = document.createElement("script");
    script.src = input.dataset.finder;
    script.onload = find;
    document.head.appendChild(script);
  }
  function marked(parent, text, words) {
    var at = 0, lower = text.toLowerCase();
    while (at < text.length) {
      var next = -1, size = 0;
      words.forEach(function (word) {
        var i = lower.indexOf(word, at);
        if (i >= 0 && (next < 0 || i < next || (i === next && word.length > size))) { next = i; size = word.length; }
      });
      if (next < 0) break;
      parent.append(text.slice(at, next));
      var mark = document.createElement("mark");
      mark.textContent = text.slice(next, next + size);
      parent.append(mark);
      at = next + size;
    }
    parent.append(text.slice(at));
    return parent;
  }
  function rank(page, words, whole) {
    var title = page[0].toLowerCase(), line = page[1].toLowerCase(), score = 0;
    for (var i = 0; i < words.length; i++) {
      if (title.indexOf(words[i]) >= 0) score += 2;
      else if (line.indexOf(words[i]) >= 0) score += 1;
      else return -1;
    }
    return title === whole ? score + 100 : title.indexOf(whole) === 0 ? score + 10 : score;
  }
  function find() {
    var whole = input.value.trim().toLowerCase();
    var words = whole.split(/[\s\u3000]+/).filter(Boolean);
    list.textContent = "";
    if (!words.length || !window.jifenPages) { meta.textContent = hint; return; }
    var hits = window.jifenPages
      .map(function (page, order) { return { page: page, order: order, score: rank(page, words, whole) }; })
      .filter(function (hit) { return hit.score >= 0; })
      .sort(function (a, b) { return b.score - a.score || a.order - b.order; });
    meta.textContent = hits.length
      ? "找到 " + hits.length + " 个页面" + (hits.length > MOST ? "，显示前 " + MOST + " 个" : "")
      : "没有找到，请换个词，或减少几个词";
    hits.slice(0, MOST).forEach(function (hit) {
      var item = document.createElement("li"), link = document.createElement("a");
      item.className = "md-search-result__item";
      link.className = "md-search-result__link";
      link.href = new URL(hit.page[2], root).href;
      var title = document.createElement("strong"), line = document.createElement("span");
      link.append(marked(title, hit.page[0], words), marked(line, hit.page[1], words));
      item.append(link);
      list.append(item);
    });
  }
  function open(state) { if (toggle) toggle.checked = state; }

  input.addEventListener("focus", function () { load(); open(true); });
  input.addEventListener("input", find);
  input.form.addEventListener("reset", function () { setTimeout(function () { find(); input.focus(); }); });
  input.form.addEventListener("submit", function (event) {
    event.preventDefault();
    var first = list.querySelector("a");
    if (first) first.click();
  });
  if (toggle) toggle.addEventListener("change", function () { if (toggle.checked) { load(); input.focus(); } else input.blur(); });
  list.addEventListener("click", function () { open(false); });
  document.addEventListener("keydown", function (event) {
    var field = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName);
    if (event.key === "/" && !field) { event.preventDefault(); input.focus(); return; }
    if (!toggle || !toggle.checked) return;
    if (event.key === "Escape") { open(false); input.blur(); return; }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    var links = [input].concat(Array.from(list.querySelectorAll("a")));
    var at = links.indexOf(document.activeElement);
    if (at < 0) return;
    event.preventDefault();
    var next = links[at + (event.key === "ArrowDown" ? 1 : -1)];
    if (next) next.focus();
  });
})();
