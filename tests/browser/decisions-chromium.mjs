// decisions-chromium.mjs: decisions in Chromium.
import {testDecisions} from './lib/decisions.mjs';

await testDecisions('chromium');
