// The least a page can do with a step: parse it, and write five facts of each card into nodes it has at hand.
const cards = new Map();
const list = document.querySelector("ul");

function add(key, download) {
  const item = document.createElement("li");
  item.innerHTML =
    "<h3></h3><p class=percent></p><p class=left></p><p class=size></p><p class=speed></p><div class=bar><div></div></div>";
  item.querySelector("h3").textContent = download.movieName;
  const texts = [...item.querySelectorAll("p")].map((p) => p.appendChild(new Text("")));
  cards.set(key, { texts, bar: item.querySelector(".bar div") });
  list.append(item);
  show(key, download);
}

function show(key, { progress, eta, downloaded, size, speed }) {
  const { texts, bar } = cards.get(key);
  texts[0].data = `${progress} %`;
  texts[1].data = `about ${Math.round(eta / 60)} min left`;
  texts[2].data = `${(downloaded / 1e9).toFixed(1)} GB of ${(size / 1e9).toFixed(1)} GB`;
  texts[3].data = `${(speed / 1e6).toFixed(1)} MB/s`;
  bar.style.transform = `translateX(${progress - 100}%)`;
}

const stream = new EventSource("/bare/stream");
stream.addEventListener("message", (event) => {
  for (const download of JSON.parse(event.data).downloads) {
    add(`${download.instanceId}/${download.id}`, download);
  }
  document.title = "Ready";
});
stream.addEventListener("patch", (event) => {
  for (const [key, download] of Object.entries(JSON.parse(event.data).set)) show(key, download);
});
