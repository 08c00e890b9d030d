// lib/pages.mjs: the pages that are tested: those named on the command line, else the example view's, which holds hostile text, and the samples' as the
// program builds them.
import {execFileSync} from 'node:child_process';
import {existsSync, readdirSync} from 'node:fs';
import {dirname, join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {scratch} from './scratch.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
const program = process.env.CASEBOUND ?? join(root, 'build/release/casebound');
const run = (command, words, env = {}) =>
    execFileSync(command, words, {cwd: root, env: {...process.env, ...env}, stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8'});

// The page of tests/unit/arrange/example_view.h, written by the unit test that draws it.
function example(folder) {
    const file = join(folder, 'example.html');
    run(join(dirname(program), 'tests/unit/render/site_test'), [], {CASEBOUND_SITE_EXAMPLE: file});
    return file;
}

// The folder of the synthetic families, and the case file of one.
function families() {
    if (!process.env.SAMPLES) run(`${program}-samples`, ['-o', process.env.SAMPLES = join(scratch('samples'), 'samples')]);
    return process.env.SAMPLES;
}

export const sampleCase = (family) => join(families(), family, 'case.yaml');
// Runs the program; what it prints.
export const casebound = (words) => run(program, words);

function samples(folder) {
    const cases = families();
    let key = process.env.CASEBOUND_KEY;
    if (!key) run(program, ['key', 'new', '-o', key = join(folder, 'key')]);
    return readdirSync(cases).filter((name) => existsSync(join(cases, name, 'case.yaml'))).sort().map((name) => {
        const words = ['build', join(cases, name, 'case.yaml'), '-o', join(folder, 'out'), '--key', join(key, 'seal.pem'), '--date', '2026-11-22', '-q'];
        const built = run(program, words).trim();
        return join(built, `${built.split('/').pop()}.html`);
    });
}

// The laboratory's page beside each page that has one.
export const laboratories = (files) => files.map((file) => join(dirname(file), 'laboratory.html')).filter(existsSync);

export function pages(named) {
    const absent = named.filter((file) => !existsSync(file));
    if (absent.length) throw new Error(`no such file: ${absent.join(' ')}`);
    if (named.length) return named.map((file) => resolve(file));
    const folder = scratch('pages');
    return [example(folder), ...samples(folder)];
}
