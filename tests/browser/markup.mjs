// markup.mjs [FILE.html …]: the W3C's checker (vnu) finds nothing in the pages, no warning either.
import {spawnSync} from 'node:child_process';
import {createRequire} from 'node:module';
import {basename} from 'node:path';
import {laboratories, pages} from './lib/pages.mjs';
import {done, is, ok} from './lib/tap.mjs';

const vnu = createRequire(import.meta.url).resolve('vnu-jar/build/dist/vnu.jar');

/* CB-SITE-27 */
const tested = pages(process.argv.slice(2));
for (const file of [...tested, ...laboratories(tested)]) {
    const {status, stdout, stderr} = spawnSync('java', ['-jar', vnu, '--stdout', '--Werror', file], {encoding: 'utf8'});
    is(stdout.replaceAll(file, basename(file)), '', `${basename(file)}: vnu says nothing`);
    ok(status === 0, `${basename(file)}: vnu ends with 0`, `exit ${status}\n${stderr}`);
}
done();
