// A server with the responses of the API that the tests need, and CORS as the API has it: preflight requests, an origin
// that is allowed, headers that a page may read. The token decides what happens.

import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

const DROPLETS = 450;
const WORDS = ["Why", " did", " the", " fish", " swim?"];
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm" };

/// Starts the API. Pages of `allowed` may call it, with these headers.
export async function startApi(allowed, headers = "authorization, content-type") {
  const requests = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url, "http://localhost");
    const record = {
      method: request.method,
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      token: (request.headers.authorization ?? "").replace("Bearer ", ""),
      at: performance.now(),
    };
    requests.push(record);
    response.on("close", () => { record.closedAt = performance.now(); record.isWhole = response.writableFinished; });
    respond(record, request, response, { allowed, headers, requests }).catch((error) => response.destroy(error));
  });
  return { requests, ...(await listen(server)) };
}

/// Starts a server of files: the page, with its module below `/pkg`.
export async function startPage(page, pkg) {
  const server = createServer(async (request, response) => {
    const path = normalize(new URL(request.url, "http://localhost").pathname);
    const file = path.startsWith("/pkg/") ? join(pkg, path.slice(5)) : join(page, path === "/" ? "index.html" : path);
    try {
      const content = await readFile(file);
      response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" });
      response.end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  return listen(server);
}

async function listen(server) {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${server.address().port}`;
  const close = () => new Promise((done) => { server.close(done); server.closeAllConnections(); });
  return { url, close };
}

async function respond(record, request, response, { allowed, headers, requests }) {
  const origin = request.headers.origin;
  const isAllowed = origin === undefined || origin === allowed;
  if (record.method === "OPTIONS" && request.headers["access-control-request-method"]) {
    if (isAllowed) {
      response.setHeader("access-control-allow-origin", origin);
      response.setHeader("access-control-allow-methods", "GET, HEAD, POST, PUT, PATCH, DELETE");
      response.setHeader("access-control-allow-headers", headers);
    }
    response.writeHead(isAllowed ? 204 : 403).end();
    return;
  }
  if (isAllowed && origin !== undefined) {
    response.setHeader("access-control-allow-origin", origin);
    const exposed = ["ratelimit-limit", "ratelimit-remaining", "ratelimit-reset", "x-request-id"];
    if (record.token !== "hidden") exposed.push("retry-after");
    response.setHeader("access-control-expose-headers", exposed.join(", "));
  }
  response.setHeader("x-request-id", `request-${requests.length}`);
  response.setHeader("set-cookie", "session=1");
  let body = "";
  for await (const chunk of request) body += chunk;
  record.body = body;
  const isLike = (other) => ["token", "method", "path"].every((field) => other[field] === record[field]);
  const earlier = requests.filter(isLike).length - 1;
  await route(record, response, earlier);
}

async function route(record, response, earlier) {
  const { method, path, token } = record;
  if (token === "denied") {
    return json(response, 401, { id: "unauthorized", message: "Unable to authenticate you" });
  }
  if (["silent", "dropped"].includes(token)) return;
  if (["limited", "hidden"].includes(token) && earlier === 0) {
    response.setHeader("retry-after", token === "limited" ? "1" : "3600");
    return json(response, 429, { id: "too_many_requests", message: "API rate limit exceeded" });
  }
  if (token === "moved" && path === "/v2/droplets") {
    response.writeHead(302, { location: `/v2/elsewhere?${record.query}` }).end();
    return;
  }
  if (method === "GET" && (path === "/v2/droplets" || path === "/v2/elsewhere")) return list(record, response);
  if (method === "POST" && /^\/v2\/droplets\/\d+\/actions$/.test(path)) {
    return json(response, 201, { action: { id: 7, status: "in-progress", type: JSON.parse(record.body).type } });
  }
  if (method === "GET" && /^\/v2\/droplets\/\d+\/actions\/7$/.test(path)) {
    return json(response, 200, { action: { id: 7, status: earlier < 1 ? "in-progress" : "completed", type: "reboot" } });
  }
  if (method === "POST" && path === "/v1/chat/completions") return chat(token, response);
  if (method === "PUT" && path === "/upload") return json(response, 200, {});
  return json(response, 404, { id: "not_found", message: "The resource you requested could not be found." });
}

function list(record, response) {
  const size = Number(record.query.get("per_page") ?? 20);
  const page = Number(record.query.get("page") ?? 1);
  const start = (page - 1) * size;
  const count = Math.max(0, Math.min(size, DROPLETS - start));
  const droplets = Array.from({ length: count }, (_, index) => {
    const id = start + index + 1;
    return { id, name: `web-${id}`, status: id % 2 ? "active" : "off" };
  });
  const pages = start + count < DROPLETS ? { next: `http://localhost/v2/droplets?page=${page + 1}&per_page=${size}` } : {};
  response.setHeader("ratelimit-remaining", "4900");
  return json(response, 200, { droplets, links: { pages }, meta: { total: DROPLETS } });
}

async function chat(token, response) {
  response.writeHead(200, { "content-type": "text/event-stream" });
  for (const content of WORDS) {
    response.write(`data: ${JSON.stringify({ id: "1", choices: [{ index: 0, delta: { content } }] })}\n\n`);
    await wait(150);
  }
  if (token === "cut") return response.destroy();
  response.end("data: [DONE]\n\n");
}

function json(response, status, value) {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(value));
}
