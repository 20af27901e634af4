// The page in a browser, against a server of another origin.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { startApi, startPage } from "./server.mjs";
import { startBrowser } from "./webdriver.mjs";

const FOLDER = new URL("../../generated-client/examples/browser", import.meta.url).pathname;

let api, other, reader, pages, page;

before(async () => {
  pages = await startPage(FOLDER, process.env.PAGE_PKG);
  api = await startApi(pages.url);
  other = await startApi("http://elsewhere.example");
  reader = await startApi(pages.url, "authorization");
  page = await startBrowser();
});

after(async () => {
  await page?.close();
  await Promise.all([api, other, reader, pages].map((server) => server?.close()));
});

/// Opens the page and lists Droplets.
async function list(token, { base = api.url, seconds = 30 } = {}) {
  await page.open(pages.url);
  await page.fill("#base", base);
  await page.fill("#token", token);
  await page.fill("#seconds", String(seconds));
  await page.click("#list");
}

const of = (token, server = api) => server.requests.filter((request) => request.token === token);
const isThere = (text) => text !== "";

test("lists all Droplets with their state", async () => {
  await list("list");
  assert.equal(await page.until("#status", isThere), "450 Droplets");
  const rows = "return [...document.querySelectorAll('#droplets tr')].map((row) => row.innerText.split('\\t').slice(0, 3))";
  const shown = await page.run(rows);
  assert.equal(shown.length, 450);
  assert.deepEqual(shown[0], ["1", "web-1", "active"]);
  assert.deepEqual(shown[449], ["450", "web-450", "off"]);
  assert.equal(of("list").length, 3);
  const preflight = api.requests.find((request) => request.method === "OPTIONS");
  assert.equal(preflight.headers["access-control-request-headers"], "authorization");
  for (const request of of("list")) {
    assert.equal(request.headers.cookie, undefined);
    assert.equal(request.headers.referer, undefined);
    assert.match(request.headers["user-agent"], /Chrome/);
  }
});

test("shows the error of the API", async () => {
  await list("denied");
  const text = await page.until("#status", isThere);
  assert.match(text, /401/);
  assert.match(text, /Unable to authenticate you/);
  assert.match(text, /request-\d+/);
});

test("repeats a call after the time that a 429 names", async () => {
  await list("limited");
  assert.equal(await page.until("#status", isThere), "450 Droplets");
  const [first, second] = of("limited");
  assert.ok(second.at - first.at >= 1000, `${second.at - first.at} ms`);
});

test("treats headers that CORS hides as absent", async () => {
  // The time in the header is too long: a call that sees it fails at once.
  await list("hidden");
  assert.equal(await page.until("#status", isThere), "450 Droplets");
});

test("follows an action", async () => {
  await list("wait");
  await page.until("#status", isThere);
  await page.click("#droplets button");
  const states = new Set();
  await page.until("#droplets tr td:nth-child(3)", (state) => states.add(state) && state === "done");
  assert.deepEqual([...states], ["active", "in-progress", "completed", "done"].filter((state) => states.has(state)));
  assert.ok(states.has("in-progress"));
  const post = of("wait").find((request) => request.method === "POST");
  assert.deepEqual(JSON.parse(post.body), { type: "reboot" });
});

test("streams a chat", async () => {
  await page.open(pages.url);
  await page.fill("#base", api.url);
  await page.fill("#token", "chat");
  await page.click("#ask");
  const start = await page.until("#reply", isThere);
  assert.ok(start.length < "Why did the fish swim?".length, `${start} arrived at once`);
  await page.until("#reply", (text) => text === "Why did the fish swim?");
});

test("reports a stream that ends early", async () => {
  await page.open(pages.url);
  await page.fill("#base", api.url);
  await page.fill("#token", "cut");
  await page.click("#ask");
  assert.match(await page.until("#reply", (text) => text.includes("[")), /broken response body: .*network error/i);
});

test("ends a call at its deadline, and its connection", async () => {
  await list("silent", { seconds: 1 });
  const text = await page.until("#status", isThere);
  assert.match(text, /timeout/);
  const [request] = of("silent");
  await page.until("#status", () => request.closedAt !== undefined);
  const took = request.closedAt - request.at;
  assert.ok(took > 900 && took < 10000, `${took} ms`);
});

test("says that the server does not allow the origin of the page", async () => {
  await list("list", { base: other.url });
  const text = await page.until("#status", isThere);
  assert.match(text, /blocked by the browser/);
  assert.match(text, /does not allow this request from pages of http:\/\/127\.0\.0\.1:\d+ \(CORS\)/);
  assert.match(text, /\[1 attempt\]/);
  assert.equal(of("list", other).length, 0, "only the preflight is sent with the token's origin");
  assert.equal(other.requests.filter((request) => request.method === "OPTIONS").length, 1);
});

test("says that the server does not allow a header", async () => {
  await list("reader", { base: reader.url });
  assert.equal(await page.until("#status", isThere), "450 Droplets");
  await page.click("#droplets button");
  assert.match(await page.until("#status", (text) => !text.startsWith("450") && isThere(text)), /blocked by the browser/);
  // The lists need no content type, the action does.
  assert.ok(of("reader", reader).every((request) => request.method === "GET"));
});

test("says that a redirect was not followed", async () => {
  await list("moved");
  assert.match(await page.until("#status", isThere), /the redirect was not followed/);
});

test("reports a server that is down as a broken connection", async () => {
  const gone = await startApi(pages.url);
  await gone.close();
  await list("list", { base: gone.url, seconds: 3 });
  const text = await page.until("#status", isThere);
  assert.match(text, /connection interrupted/);
  assert.doesNotMatch(text, /CORS/);
});
