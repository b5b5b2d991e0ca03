import { execFileSync } from 'node:child_process';
import { CURL_OPTIONS, optionOfLetter, optionOfName } from '../../../../core/curl/options';

/** `-H, --header <header/@file>  Pass custom header(s)`: the value's form follows the name after one blank. */
const HELP_LINE = /^ *(?:-(.), )?--([a-z0-9.-]+)( [<[])?/;

const documented = execFileSync('curl', ['--help', 'all'], { encoding: 'utf8' })
	.split('\n')
	.flatMap((line) => {
		const match = HELP_LINE.exec(line);
		return match ? [{ letter: match[1], name: match[2]!, takesValue: match[3] !== undefined }] : [];
	})
	// `curl --help` takes its category as an operand.
	.filter(({ name }) => name !== 'help');

test('curl documents options', () => expect(documented.length).toBeGreaterThan(200));

test.each(documented)(
	'--$name is known as the installed curl documents it',
	({ letter, name, takesValue }) => {
		const option = optionOfName(name);
		expect(option).toMatchObject({ name, takesValue });
		if (letter !== undefined) expect(optionOfLetter(letter)).toMatchObject({ takesValue });
	},
);

test('no name and no letter occurs twice', () => {
	const letters = CURL_OPTIONS.flatMap(({ letter }) => (letter === undefined ? [] : [letter]));
	const names = CURL_OPTIONS.map(({ name }) => name);
	expect(new Set(letters).size).toBe(letters.length);
	expect(new Set(names).size).toBe(names.length);
});

test('options with variables of curl are known by the option that they fill in', () => {
	expect(optionOfName('expand-header')).toMatchObject({ takesValue: true, role: 'unsupported' });
	expect(optionOfName('expand-silent')).toEqual([]);
});
