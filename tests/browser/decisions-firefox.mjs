// decisions-firefox.mjs: decisions in Firefox.
import {testDecisions} from './lib/decisions.mjs';

await testDecisions('firefox');
