"use strict";
// Shows a part of what stands on the page; it computes nothing, and makes no HTML from text.
(function () {
  const ALL = -1, AT_ONCE = 40;

  function start(root) {
    root.dataset.ready = "yes";
    const find = function (selector) { return Array.from(root.querySelectorAll(selector)); };
    const numbers = JSON.parse(root.querySelector(".mf-data").textContent).numbers;
    const tools = root.querySelector(".mf-tools"), said = root.querySelector(".mf-said");
    const more = root.querySelector(".mf-more"), none = root.querySelector(".mf-none");
    const groups = find(".mf-group"), articles = find(".mf-article"), events = find(".mf-event");
    const views = find(".mf-views button"), sections = find(".mf-view");
    let room = AT_ONCE;

    function chosen() {
      const of = function (name) { return Number(tools.elements[name].value); };
      return { what: tools.elements.what.value, outlet: of("outlet"), event: of("event"), voice: of("voice") };
    }

    function named(name) {
      const list = tools.elements[name];
      const option = list.options[list.selectedIndex];
      return option.dataset.name || option.textContent;
    }

    // "0.2" is a category of measure 0, "0" stands for all of them.
    function isWanted(key, what) { return key === what || (!what.includes(".") && key.split(".")[0] === what); }

    function shown(value) {
      if (value === null) return "–";
      if (Number.isInteger(value)) return value.toLocaleString("en");
      return Math.abs(value) < 1000 ? String(Number(value.toPrecision(3))) : value.toLocaleString("en", { maximumFractionDigits: 1 });
    }

    function counted(n, noun) { return n.toLocaleString("en") + " " + noun + (n === 1 ? "" : "s"); }

    // Numbers in a voice are there only if the page was made with sources; else those of all voices stand.
    function inVoice(key, voice) {
      const own = numbers[key][voice];
      return own ? { of: own, voice: voice } : { of: numbers[key][ALL], voice: ALL };
    }

    function showNumbers(choice) {
      for (const table of find(".mf-numbers")) {
        table.parentElement.hidden = table.dataset.measure !== choice.what.split(".")[0];
        if (table.parentElement.hidden) continue;
        for (const body of table.tBodies) {
          body.hidden = !isWanted(body.dataset.key, choice.what);
          const its = inVoice(body.dataset.key, choice.voice);
          for (const row of body.querySelectorAll("[data-outlet]")) {
            const cells = its.of[row.dataset.outlet + "." + choice.event];
            Array.from(row.cells).slice(1).forEach(function (cell, i) { cell.textContent = cells ? shown(cells[i]) : "–"; });
            row.classList.toggle("mf-chosen", choice.outlet !== ALL && Number(row.dataset.outlet) === choice.outlet);
          }
          table.querySelector(".mf-scope").textContent = named("event") + ", " + (its.voice === ALL ? "all voices" : named("voice"));
        }
      }
    }

    function fits(item, choice) {
      return (choice.outlet === ALL || Number(item.dataset.o) === choice.outlet) && (choice.event === ALL || Number(item.dataset.e) === choice.event);
    }

    function isDerived(what) {
      return groups.some(function (group) { return "derived" in group.dataset && group.dataset.key === what; });
    }

    // A category that is computed from the others is shown with all of their sentences.
    function wordsOf(what) { return isDerived(what) ? what.split(".")[0] : what; }

    function showSentences(choice) {
      const what = wordsOf(choice.what), wanted = [];
      for (const group of groups) {
        const derived = "derived" in group.dataset;
        group.hidden = derived ? group.dataset.key !== choice.what : !isWanted(group.dataset.key, what);
        if (!group.hidden && !derived) wanted.push(group);
      }
      const most = Math.max(5, Math.floor(room / wanted.length));
      let n = 0, isMore = false;
      for (const group of wanted) {
        let own = 0;
        for (const item of group.querySelectorAll("li")) {
          const fit = fits(item, choice) && (choice.voice === ALL || Number(item.dataset.v) === choice.voice);
          item.hidden = !fit || own >= most;
          if (fit) own += 1;
        }
        n += own;
        isMore = isMore || own > most;
        group.querySelector("summary").textContent = group.dataset.name + ": " + spans(own);
        group.open = own > 0;
      }
      more.hidden = !isMore;
      return n;
    }

    function spans(n) { return counted(n, "span") + " with " + (n === 1 ? "its" : "their") + " sentence" + (n === 1 ? "" : "s"); }

    function showMarks(choice) {
      const what = wordsOf(choice.what);
      for (const mark of find("mark[data-k]")) {
        const keys = mark.dataset.k.split(" ");
        mark.classList.toggle("mf-off", !keys.some(function (key) { return isWanted(key, what); }));
      }
      for (const legend of find(".mf-legend")) legend.hidden = legend.dataset.measure !== choice.what.split(".")[0];
    }

    function showArticles(choice) {
      let n = 0;
      for (const article of articles) {
        article.hidden = !fits(article, choice);
        if (!article.hidden) n += 1;
      }
      none.hidden = n > 0;
      for (const event of events) {
        event.hidden = choice.event !== ALL && Number(event.dataset.event) !== choice.event;
        if (choice.event !== ALL && !event.hidden) event.open = true;
      }
      return n;
    }

    function say(choice, nSpans, nArticles) {
      const where = [named("what"), named("outlet"), named("event"), named("voice")].join(" · ");
      const there = spans(nSpans) + " and " + counted(nArticles, "article") + " are on this page";
      said.textContent = where + ": " + (choice.what.includes(".") ? numbersOf(choice) + "; " : "") + there + ".";
    }

    function numbersOf(choice) {
      const its = inVoice(choice.what, choice.voice), cells = its.of[choice.outlet + "." + choice.event];
      if (!cells) return "no article";
      const unit = find(".mf-numbers tbody").find(function (body) { return body.dataset.key === choice.what; }).dataset.unit;
      return shown(cells[2]) + (unit === named("what") ? "" : " " + unit) + " (amount " + shown(cells[0]) + ", exposure " + shown(cells[1]) + ", " +
        counted(cells[3], "article") + (its.voice === choice.voice ? "" : ", all voices") + ")";
    }

    function update() {
      const choice = chosen();
      showNumbers(choice);
      const nSpans = showSentences(choice), nArticles = showArticles(choice);
      showMarks(choice);
      say(choice, nSpans, nArticles);
    }

    function view(name) {
      for (const button of views) button.setAttribute("aria-pressed", String(button.value === name));
      for (const section of sections) section.hidden = section.dataset.view !== name;
    }

    function open(article) {
      view("articles");
      article.hidden = false;
      article.open = true;
      article.querySelector("summary").focus();
      article.scrollIntoView({ block: "nearest" });
    }

    tools.addEventListener("change", function () { room = AT_ONCE; update(); });
    tools.addEventListener("submit", function (event) { event.preventDefault(); });
    more.addEventListener("click", function () { room += 10 * AT_ONCE; update(); });
    for (const button of views) button.addEventListener("click", function () { view(button.value); });
    root.addEventListener("click", function (event) {
      const link = event.target.closest('a[href^="#"]');
      if (!link) return;
      const id = link.getAttribute("href").slice(1);
      const article = articles.find(function (one) { return one.id === id; });
      if (article) { event.preventDefault(); event.stopPropagation(); open(article); }
    });
    root.querySelector(".mf-tools").hidden = root.querySelector(".mf-views").hidden = false;
    view("found");
    update();
  }

  for (const root of document.querySelectorAll(".mf-explorer:not([data-ready])")) start(root);
})();
