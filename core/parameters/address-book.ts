import { keyAddress, positionAddress, type PathSegment } from './addresses';

/** About what a place takes in memory in addition to the characters of its address. */
const PLACE_BYTES = 200;

const MAX_BYTES = 4 * 1024 * 1024;

/** A longer address is not kept: it is not a sender's habit, and would push out many that are. */
const MAX_LENGTH = 1_000;

/** A full book serves so many documents more before it is given up. */
const DOCUMENTS_WHEN_FULL = 100;

/** A place in documents, and those places below it that were seen before. */
export class Place {
	below: Map<PathSegment, Place> | undefined;

	constructor(readonly address: string) {}
}

/**
 * Remembers addresses: documents of one sender look alike, and a string that was built before is several times
 * as cheap as a new one. A full book begins again after some time, so it follows what is sent now.
 */
export class AddressBook {
	private outermost = new Map<string, Place>();
	private bytes = 0;
	private isFull = false;
	private documentsWhenFull = 0;

	/** @param maxBytes about how much memory the addresses may take */
	constructor(private readonly maxBytes = MAX_BYTES) {}

	/** The place of a whole document. To be asked for once a document, before the places in it. */
	root(prefix: string): Place {
		if (this.isFull && ++this.documentsWhenFull > DOCUMENTS_WHEN_FULL) this.empty();
		return this.outermost.get(prefix) ?? this.keep(this.outermost, prefix, new Place(prefix));
	}

	/** The place one step below another: an object's value by its key, an array's element by its position. */
	at(parent: Place, segment: PathSegment): Place {
		const known = parent.below?.get(segment);
		if (known) return known;
		const address =
			typeof segment === 'number'
				? positionAddress(parent.address, segment)
				: keyAddress(parent.address, segment);
		const place = new Place(address);
		if (this.isFull || address.length > MAX_LENGTH) return place;
		parent.below ??= new Map();
		return this.keep(parent.below, segment, place);
	}

	private empty(): void {
		this.outermost = new Map();
		this.bytes = 0;
		this.isFull = false;
		this.documentsWhenFull = 0;
	}

	private keep<Key>(places: Map<Key, Place>, key: Key, place: Place): Place {
		this.bytes += PLACE_BYTES + place.address.length;
		this.isFull = this.bytes > this.maxBytes;
		if (!this.isFull) places.set(key, place);
		return place;
	}
}
