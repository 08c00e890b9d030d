// lib/tap.mjs: TAP on standard output.
let count = 0, failed = 0;

export function ok(good, name, why = '') {
    count++;
    if (!good) failed++;
    process.stdout.write(`${good ? 'ok' : 'not ok'} ${count} - ${name.replaceAll('#', '\\#')}\n`);
    if (!good) process.stdout.write(`${String(why).split('\n').map((line) => `# ${line}`).join('\n')}\n`);
    return good;
}

const text = (value) => typeof value === 'string' ? value : JSON.stringify(value);
export const is = (got, wanted, name) => ok(text(got) === text(wanted), name, `got    ${text(got)}\nwanted ${text(wanted)}`);
export const none = (list, name) => ok(list.length === 0, name, list.map(text).join('\n'));

export function done() {
    process.stdout.write(`1..${count}\n`);
    process.exitCode = failed ? 1 : 0;
}
