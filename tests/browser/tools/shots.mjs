// tools/shots.mjs FILE.html FOLDER: pictures of the main states, for a person to look at.
import {launch, watched, painted} from '../lib/browser.mjs';
import {pathToFileURL} from 'node:url';

const [file, folder] = process.argv.slice(2);
const browser = await launch('chromium');
for (const scheme of ['light', 'dark']) {
    const {page} = await watched(browser, pathToFileURL(file).href);
    await page.emulateMediaFeatures([{name: 'prefers-color-scheme', value: scheme}]);
    for (const part of ['overview', 'list', 'v1', 'v2', 'methods', 'ledger']) {
        await page.evaluate((id) => document.getElementById(id)?.scrollIntoView(), part);
        await painted(page);
        await page.screenshot({path: `${folder}/${part}-${scheme}.png`});
    }
    await page.close();
}
const {page} = await watched(browser, pathToFileURL(file).href);
await page.pdf({path: `${folder}/print.pdf`, preferCSSPageSize: true, printBackground: false});
await browser.close();
