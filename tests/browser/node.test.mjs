// The client under Node: clock, timers, tasks, `fetch`.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";

import { startApi } from "./server.mjs";

const calls = createRequire(import.meta.url)(process.env.RUNTIME_MODULE);

let api;

before(async () => { api = await startApi(); });
after(() => api.close());

const of = (token) => api.requests.filter((request) => request.token === token);

test("reads all pages of a list", async () => {
  assert.equal(await calls.list(api.url, "list", 0), 450);
  assert.equal(of("list").length, 5);
});

test("reads pages ahead", async () => {
  assert.equal(await calls.list(api.url, "ahead", 4), 450);
  assert.equal(of("ahead").length, 5);
});

test("repeats a call after the time that a 429 names", async () => {
  assert.equal(await calls.attempts(api.url, "limited"), 2);
  const [first, second] = of("limited");
  assert.ok(second.at - first.at >= 1000);
});

test("fails at once if a server asks for too long a wait", async () => {
  await assert.rejects(calls.attempts(api.url, "hidden"), /429/);
  assert.equal(of("hidden").length, 1);
});

test("ends a call at its deadline, and its connection", async () => {
  assert.match(await calls.deadline(api.url, "silent", 300), /timeout/);
  await wait(100);
  assert.equal(of("silent")[0].isWhole, false);
});

test("ends the connection of a call that is dropped", async () => {
  await calls.dropped(api.url);
  await wait(100);
  assert.equal(of("dropped").length, 1);
  assert.equal(of("dropped")[0].isWhole, false);
});

test("waits for an action", async () => {
  assert.equal(await calls.wait(api.url, "wait"), "3 steps");
});

test("reads the events of a stream while they arrive", async () => {
  assert.equal(await calls.chat(api.url, "chat"), "Why did the fish swim?");
});

test("reports a stream that is cut off", async () => {
  await assert.rejects(calls.chat(api.url, "cut"), /broken response body|connection interrupted/);
});

test("sends a stream as one body", async () => {
  await calls.upload(api.url);
  const upload = api.requests.find((request) => request.path === "/upload");
  assert.equal(upload.body, "{}\n{}\n");
  assert.equal(upload.headers.authorization, undefined);
});

test("names the cause of a connection that fails", async () => {
  const gone = await startApi();
  await gone.close();
  await assert.rejects(calls.once(gone.url), /connection interrupted.*ECONNREFUSED/);
});

test("follows a redirect that it can see", async () => {
  assert.equal(await calls.list(api.url, "moved", 0), 450);
});

test("calls the fake", async () => {
  assert.equal(await calls.fake(), "web-1");
});

test("waits a random time between attempts", async () => {
  const times = await calls.jitter(8);
  assert.ok(Math.max(...times) - Math.min(...times) > 10, String(times));
});

test("sends calls through another transport, with a token that is provided", async () => {
  await calls.own_transport();
});

test("keeps calls within the rate limits", async () => {
  const took = await calls.governor();
  assert.ok(took >= 990 && took < 10000, `${took} ms`);
});
