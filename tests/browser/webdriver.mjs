// The few commands of WebDriver that the tests need, for headless Chromium.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";

const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
const LIMIT = 20_000;

/// Starts a browser.
export async function startBrowser() {
  const driver = spawn("chromedriver", ["--port=0"], { stdio: ["ignore", "pipe", "inherit"] });
  const port = await portOf(driver);
  const send = async (method, path, body) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, body: body && JSON.stringify(body) });
    const { value } = await response.json();
    if (value?.error) throw new Error(`${value.error}: ${value.message}`);
    return value;
  };
  const options = { args: ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"] };
  const capabilities = { alwaysMatch: { browserName: "chrome", "goog:chromeOptions": options } };
  const { sessionId } = await send("POST", "/session", { capabilities });
  const command = (method, path, body) => send(method, `/session/${sessionId}${path}`, body);
  const find = async (selector) => {
    const element = await command("POST", "/element", { using: "css selector", value: selector });
    return `/element/${element[ELEMENT]}`;
  };
  const page = {
    open: (url) => command("POST", "/url", { url }),
    click: async (selector) => command("POST", `${await find(selector)}/click`, {}),
    run: (script, ...args) => command("POST", "/execute/sync", { script, args }),
    text: (selector) => page.run("return document.querySelector(arguments[0]).textContent", selector),
    fill: (selector, value) => page.run("document.querySelector(arguments[0]).value = arguments[1]", selector, value),
    /// Waits until the text of an element is accepted, and returns it.
    until: async (selector, accept) => {
      const end = Date.now() + LIMIT;
      for (;;) {
        const text = await page.text(selector);
        if (accept(text)) return text;
        if (Date.now() > end) throw new Error(`${selector} still is ${JSON.stringify(text)}`);
        await wait(20);
      }
    },
    close: async () => {
      await command("DELETE", "");
      driver.kill();
      await once(driver, "exit");
    },
  };
  return page;
}

/// Returns the port that the driver prints.
function portOf(driver) {
  return new Promise((found, failed) => {
    let text = "";
    driver.stdout.setEncoding("utf8").on("data", (chunk) => {
      text += chunk;
      const port = /successfully on port (\d+)/.exec(text)?.[1];
      if (port) found(port);
    });
    driver.on("error", failed).on("exit", () => failed(new Error(`chromedriver did not start: ${text}`)));
  });
}
