// lib/axe.mjs: what axe-core finds on a page as it is now.
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {none} from './tap.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export async function accessible(page, label) {
    await page.evaluate(axe);
    const found = await page.evaluate(async () => (await window.axe.run(document, {resultTypes: ['violations']})).violations
        .map((one) => `${one.id}: ${one.nodes.length} × ${one.nodes[0].html.slice(0, 160)} ${one.nodes[0].failureSummary.slice(0, 300)}`));
    none(found, `${label}: axe-core finds nothing`);
}
