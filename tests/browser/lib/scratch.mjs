// lib/scratch.mjs: folders that go when the test ends.
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

const folders = [];
process.on('exit', () => folders.forEach((folder) => rmSync(folder, {recursive: true, force: true, maxRetries: 3})));

export function scratch(name) {
    const folder = mkdtempSync(join(tmpdir(), `casebound-${name}-`));
    folders.push(folder);
    return folder;
}
