// lib/browser.mjs: Debian's browsers, headless, with nothing of their own on the network.
import puppeteer from 'puppeteer-core';
import {scratch} from './scratch.mjs';

const CHROMIUM = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic',
    '--disable-default-apps', '--disable-domain-reliability', '--disable-client-side-phishing-detection', '--no-first-run', '--no-pings', '--metrics-recording-only',
    '--host-resolver-rules=MAP * ~NOTFOUND', '--font-render-hinting=none', '--lang=en'];

// Firefox asks its maker for updates and lists unless told not to.
const FIREFOX = {
    'app.update.auto': false, 'app.update.enabled': false, 'browser.shell.checkDefaultBrowser': false, 'datareporting.policy.dataSubmissionEnabled': false,
    'network.captive-portal-service.enabled': false, 'network.connectivity-service.enabled': false, 'toolkit.telemetry.enabled': false,
    'browser.safebrowsing.malware.enabled': false, 'browser.safebrowsing.phishing.enabled': false, 'services.settings.server': 'data:,#remote-settings-dummy/v1',
    'network.proxy.type': 1, 'network.proxy.http': '127.0.0.1', 'network.proxy.http_port': 9, 'network.proxy.ssl': '127.0.0.1', 'network.proxy.ssl_port': 9,
    'network.proxy.no_proxies_on': '', 'layout.css.prefers-color-scheme.content-override': 1,
};

export const names = {chromium: '/usr/bin/chromium', firefox: '/usr/bin/firefox-esr'};

// Firefox's protocol cannot turn scripts off for a page, so they are off for the browser.
export const unscripted = (name) => launch(name, {'javascript.enabled': false});

export async function launch(name, preferences = {}) {
    const profile = scratch('browser');
    const common = {headless: true, executablePath: names[name], userDataDir: profile, timeout: 60000, protocolTimeout: 120000};
    if (name === 'firefox') return puppeteer.launch({...common, browser: 'firefox', extraPrefsFirefox: {...FIREFOX, ...preferences}});
    return puppeteer.launch({...common, args: CHROMIUM, defaultViewport: null});
}

// What a page did that a report must not do: every request but the file itself, console messages, errors, violations of the policy.
export async function watched(browser, url, {scripts = true, width = 1366, height = 768} = {}) {
    const page = await browser.newPage();
    await page.setViewport({width, height});
    const bad = [];
    // Firefox draws the bullets of lists with a font of its own that it holds as a data: address; the page's policy forbids the page any.
    const own = (address) => address.split('#')[0] === url || address.startsWith('data:font/woff2;');
    page.on('request', (request) => { if (!own(request.url())) bad.push(`request ${request.url().slice(0, 120)}`); });
    page.on('console', (message) => bad.push(`console ${message.text()}`));
    page.on('pageerror', (error) => bad.push(`error ${error.message}`));
    if (!scripts && !(await browser.version()).startsWith('firefox')) await page.setJavaScriptEnabled(false);
    if (scripts) await page.evaluateOnNewDocument(() => {
        window.violations = [];
        document.addEventListener('securitypolicyviolation', (event) => window.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
    });
    await page.goto(url, {waitUntil: 'load', timeout: 60000});
    return {page, bad};
}

// Two frames: what was changed has been laid out and painted.
export const painted = (page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
