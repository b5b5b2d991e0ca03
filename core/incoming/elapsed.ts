/** @param seconds at least 0; @returns `00:03:12`, with as many hours as there are */
export function elapsed(seconds: number): string {
	const parts = [
		Math.floor(seconds / 3_600),
		Math.floor(seconds / 60) % 60,
		Math.floor(seconds) % 60,
	];
	return parts.map((part) => String(part).padStart(2, '0')).join(':');
}
