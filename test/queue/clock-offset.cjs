/** Preloaded into one n8n process: its clock is CLOCK_OFFSET_MS off, for n8n and everything in it. */
const offsetMs = Number(process.env.CLOCK_OFFSET_MS);
const RealDate = Date;

globalThis.Date = class Date extends RealDate {
	constructor(...parts) {
		if (parts.length > 0) super(...parts);
		else super(RealDate.now() + offsetMs);
	}

	static now() {
		return RealDate.now() + offsetMs;
	}
};
