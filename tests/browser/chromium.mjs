// chromium.mjs [FILE.html …]: the site in Chromium; without words the example page and the samples.
import {testSite} from './lib/site.mjs';

await testSite('chromium', process.argv.slice(2));
