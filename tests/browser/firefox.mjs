// firefox.mjs [FILE.html …]: the site in Firefox; without words the example page and the samples.
import {testSite} from './lib/site.mjs';

await testSite('firefox', process.argv.slice(2));
