/** One request on one connection, its response collected. */
import { types } from 'node:util';
import type { Dispatcher } from 'undici';
import { collectBody, type BodyCollector } from './body-collector';
import type { ConnectionUse, TrackedRequest } from './connector';
import type { Deadline } from './deadline';
import { IDEMPOTENT_METHODS } from './methods';
import { incompleteError } from './wire-error';

export interface Answer {
	status: number;
	statusText: string;
	headers: Record<string, string | string[] | undefined>;
	body: Buffer;
}

export interface Limits {
	/** Bytes, before and after decompression. */
	maxBytes: number;
	/** Shown in errors. */
	host: string;
	/** Its reason is what the promise is rejected with. */
	deadline: Deadline;
	/** Called when there is a connection and the request is about to be written to it. */
	onSending(): void;
}

/**
 * Dispatches without undici's response stream, which costs more than all the rest of a small exchange. A kept
 * connection that the server closes before any byte of a response is replaced where the request may be sent twice.
 * @throws {WireError} for a response that is too large or cannot be decompressed; undici's error otherwise
 */
export async function dispatch(
	dispatcher: Dispatcher,
	request: TrackedRequest,
	limits: Limits,
): Promise<Answer> {
	for (let replaced = 0; ; replaced++) {
		const attempt = new Attempt();
		try {
			return await dispatchOnce(dispatcher, request, limits, attempt);
		} catch (error) {
			const isStale = attempt.wasKept && !attempt.answered && isClosed(error);
			if (!isStale || !mayRepeat(request) || replaced === MAX_REPLACED) throw error;
		}
	}
}

/** More kept connections than this in a row are not closed by chance. */
const MAX_REPLACED = 8;

const mayRepeat = ({ method }: TrackedRequest): boolean => IDEMPOTENT_METHODS.has(method);

/** How undici and the system call a connection that the other side ended. */
const CLOSED = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE', 'HPE_INVALID_EOF_STATE']);

const isClosed = (error: unknown): boolean =>
	types.isNativeError(error) && CLOSED.has((error as NodeJS.ErrnoException).code ?? '');

/** What became of one dispatch. */
class Attempt {
	/** Whether the connection had carried requests before. */
	wasKept = false;

	answered = false;

	use: ConnectionUse | undefined;

	begin(): void {
		if (!this.use) return;
		this.wasKept = this.use.requests > 0;
		this.use.requests++;
		this.use.awaitsResponse = true;
	}

	/** At the head of a response; interim ones come before the one that counts. */
	onResponse(status: number): void {
		this.answered = true;
		if (this.use && status >= 200) this.use.awaitsResponse = false;
	}
}

function dispatchOnce(
	dispatcher: Dispatcher,
	request: TrackedRequest,
	limits: Limits,
	attempt: Attempt,
): Promise<Answer> {
	return new Promise((resolve, reject) => {
		limits.deadline.throwIfOver();
		const handler = new AnswerHandler(limits, attempt, resolve, reject);
		const tracked: TrackedRequest = {
			...request,
			onConnection: (use) => {
				attempt.use = use;
			},
		};
		dispatcher.dispatch(tracked, handler);
	});
}

class AnswerHandler implements Dispatcher.DispatchHandler {
	private controller: Dispatcher.DispatchController | undefined;

	private answer: Omit<Answer, 'body'> | undefined;

	private collector: BodyCollector | undefined;

	/** Why the exchange was given up; whatever comes afterwards is of no interest. */
	private failure: Error | undefined;

	constructor(
		private readonly limits: Limits,
		private readonly attempt: Attempt,
		private readonly resolve: (answer: Answer) => void,
		private readonly reject: (error: Error) => void,
	) {
		limits.deadline.onOver = (reason) => this.fail(reason);
	}

	onRequestStart(controller: Dispatcher.DispatchController): void {
		this.controller = controller;
		// A request that waited for its connection may have been given up in the meantime.
		if (this.failure) controller.abort(this.failure);
		else {
			this.limits.onSending();
			this.attempt.begin();
		}
	}

	onResponseStart(
		_controller: Dispatcher.DispatchController,
		status: number,
		headers: Answer['headers'],
		statusText = '',
	): void {
		this.attempt.onResponse(status);
		if (status < 200) return;
		this.answer = { status, statusText, headers };
		// Several fields of one name are one list (RFC 9110, 5.3).
		const encoding = String(headers['content-encoding'] ?? '');
		this.collector = collectBody(encoding, this.limits, (error) => this.fail(error));
	}

	onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
		// What is thrown here comes back as `onResponseError`.
		if (!this.failure) this.collector?.write(chunk);
	}

	onResponseEnd(): void {
		const { answer } = this;
		if (!answer) return;
		this.collector?.end((body) => this.resolve({ ...answer, body }));
	}

	onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
		const isCut = this.answer !== undefined && isClosed(error);
		this.fail(isCut ? incompleteError(this.limits.host, error) : error);
	}

	private fail(error: Error): void {
		if (this.failure) return;
		this.failure = error;
		this.collector?.destroy();
		this.controller?.abort(error);
		this.reject(error);
	}
}
