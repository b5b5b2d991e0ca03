import { AddressBook } from '../../../../core/parameters/address-book';

describe('AddressBook', () => {
	it('gives the same place for the same steps', () => {
		const book = new AddressBook();
		const place = book.at(book.at(book.root(''), 'items'), 0);
		expect(place.address).toBe('items[0]');
		expect(book.at(book.at(book.root(''), 'items'), 0)).toBe(place);
	});

	it('tells a position from a key of the same digits, and a prefix from a key', () => {
		const book = new AddressBook();
		const list = book.at(book.root(''), 'list');
		expect(book.at(list, 0).address).toBe('list[0]');
		expect(book.at(list, '0').address).toBe('list.0');
		expect(book.at(book.root('list'), 'a').address).toBe('list.a');
		expect(book.root('list')).not.toBe(list);
	});

	it('serves a hundred documents more once it is full, and then begins anew', () => {
		const book = new AddressBook(1_000);
		const first = book.at(book.root(''), 'first');
		const long = 'x'.repeat(1_000);
		expect(book.at(book.root(''), long).address).toBe(long);
		for (let document = 0; document < 100; document++) {
			expect(book.at(book.root(''), 'first')).toBe(first);
		}
		expect(book.at(book.root(''), 'first')).not.toBe(first);
	});

	it('still gives addresses, without keeping them, in a document that fills it', () => {
		const book = new AddressBook(1_000);
		const root = book.root('');
		const addresses = Array.from({ length: 20 }, (_, number) => book.at(root, `key-${number}`));
		expect(addresses.map(({ address }) => address)).toEqual(
			addresses.map((_, number) => `key-${number}`),
		);
		expect(root.below?.size).toBe(3);
	});
});
