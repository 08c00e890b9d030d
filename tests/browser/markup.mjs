// markup.mjs [FILE.html …]: the W3C's checker (vnu) finds nothing in the pages, no warning either.
import {spawnSync} from 'node:child_process';
import {createRequire} from 'node:module';
import {basename} from 'node:path';
import {laboratories, pages} from './lib/pages.mjs';
import {done, is, ok} from './lib/tap.mjs';

const vnu = createRequire(import.meta.url).resolve('vnu-jar/build/dist/vnu.jar');

// No standard has this pragma, and Firefox has no other way to be told that the hosts of links are looked up on a click alone.
const QUIET = 'Bad value “x-dns-prefetch-control” for attribute “http-equiv” on element “meta”.';

/* CB-SITE-27 */
const tested = pages(process.argv.slice(2));
for (const file of [...tested, ...laboratories(tested)]) {
    const {status, stdout, stderr} = spawnSync('java', ['-jar', vnu, '--stdout', '--Werror', file], {encoding: 'utf8'});
    const said = stdout.replaceAll(file, basename(file)).split('\n').filter((line) => line && !line.includes(QUIET));
    is(said, [], `${basename(file)}: vnu says nothing`);
    ok(status === 0 || (status === 1 && stdout.includes(QUIET)), `${basename(file)}: vnu could look at it`, `exit ${status}\n${stderr}`);
}
done();
