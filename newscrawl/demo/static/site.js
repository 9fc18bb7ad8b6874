// The few things the demo site draws by script: a "More from" list, a stamp, a whole story, a section's list
// and the stories behind a "Load more" button. A crawler that runs no script sees the empty shells.
"use strict";

function element(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text) node.textContent = text;
  return node;
}

function card(link) {
  const item = element("li", "more-card");
  const anchor = element("a", "more-link");
  anchor.href = link.href;
  if (link.picture) {
    const image = element("img");
    image.src = link.picture;
    image.alt = "";
    image.loading = "lazy";
    anchor.append(image);
  }
  anchor.append(element("span", "more-headline", link.headline));
  item.append(anchor);
  if (link.teaser) item.append(element("p", "more-teaser", link.teaser));
  if (link.date) {
    const time = element("time", "more-date", link.date_shown);
    time.dateTime = link.date;
    item.append(time);
  }
  return item;
}

async function json(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  return answer.json();
}

document.querySelectorAll(".more-from[data-src]").forEach(async (block) => {
  const data = await json(block.dataset.src);
  block.querySelector(".more-list").replaceChildren(...data.links.map(card));
});

document.querySelectorAll(".stamp[data-src]").forEach(async (stamp) => {
  const data = await json(stamp.dataset.src);
  stamp.textContent = data.stamp;
});

document.querySelectorAll(".story-body[data-src]").forEach(async (body) => {
  const data = await json(body.dataset.src);
  body.innerHTML = data.html;
});

document.querySelectorAll(".teaser-list[data-src]").forEach(async (list) => {
  const data = await json(list.dataset.src);
  list.innerHTML = data.html;
});

document.querySelectorAll("button.load-more").forEach((button) => {
  button.addEventListener("click", async () => {
    button.disabled = true;
    const data = await json(button.dataset.src + "?offset=" + button.dataset.offset);
    document.querySelector(".teaser-list").insertAdjacentHTML("beforeend", data.html);
    button.dataset.offset = data.next;
    button.disabled = false;
    if (data.next === null) button.remove();
  });
});

const bar = document.getElementById("cookie-bar");
if (bar) bar.querySelector("button").addEventListener("click", () => bar.remove());
