/** Issues bearer tokens that end, counts them, and knows the valid ones. */
import { randomBytes } from 'node:crypto';
import type { Clock } from '../../core/clock';

export class Issuer {
	readonly issued: string[] = [];
	private readonly endsAt = new Map<string, number>();

	/** @param make turns an expiry (milliseconds since the epoch) into a token; default: an opaque one */
	constructor(
		private readonly clock: Clock,
		readonly lifetimeSeconds: number,
		private readonly make: (endsAt: number) => string = () =>
			`token-${randomBytes(16).toString('hex')}`,
	) {}

	issue(): string {
		const endsAt = this.clock.now() + this.lifetimeSeconds * 1000;
		const token = this.make(endsAt);
		this.issued.push(token);
		this.endsAt.set(token, endsAt);
		return token;
	}

	/** Whether this is the value of an Authorization header with a token that is valid now. */
	accepts(authorization: string | undefined): boolean {
		const token = /^Bearer (.+)$/.exec(authorization ?? '')?.[1];
		return this.clock.now() < (this.endsAt.get(token ?? '') ?? 0);
	}

	/** Ends every token, as a service does when somebody withdraws them. */
	revokeAll(): void {
		this.endsAt.clear();
	}
}

/** An unsigned JWT; none of our clients verifies the signature of a token that is not for them. */
export function jwtEndingAt(endsAt: number): string {
	const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
	const payload = { sub: randomBytes(8).toString('hex'), exp: endsAt / 1000 };
	return `${part({ alg: 'RS512' })}.${part(payload)}.${randomBytes(32).toString('base64url')}`;
}
