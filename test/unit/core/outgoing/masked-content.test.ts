import { createMask } from '../../../../core/connections/mask';
import { maskContent as steps } from '../../../../core/outgoing/masked-content';
import { finish } from '../../../../core/steps';

const SECRET = 'the-secret-key';
const mask = createMask([SECRET]);
const maskContent = (...parameters: Parameters<typeof steps>) => finish(steps(...parameters));
const fileOf = (data: Buffer) => ({
	data,
	mimeType: 'application/octet-stream',
	fileName: `${SECRET}.bin`,
});

it('masks a text file and says so', () => {
	const shown = maskContent({ kind: 'file', file: fileOf(Buffer.from(`key: ${SECRET}`)) }, mask);
	expect(shown).toMatchObject({
		file: { data: Buffer.from('key: *****'), fileName: '*****.bin' },
		size: 10,
		note: 'A secret of the connection in this file was replaced by *****.',
		isLeftOut: false,
	});
});

it('leaves out a file of other bytes and says so', () => {
	const data = Buffer.concat([Buffer.from([0xff]), Buffer.from(SECRET)]);
	expect(maskContent({ kind: 'file', file: fileOf(data) }, mask)).toMatchObject({
		file: { data: Buffer.alloc(0) },
		size: 15,
		note: 'This file contained a secret of the connection and was left out.',
		isLeftOut: true,
	});
});

it('keeps the very bytes of any other file', () => {
	const data = Buffer.from([0xff, 0, 1]);
	const shown = maskContent({ kind: 'file', file: fileOf(data) }, mask);
	expect(shown.kind === 'file' && shown.file.data).toBe(data);
	expect(shown).not.toHaveProperty('note');
});
