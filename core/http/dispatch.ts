/** One request on one connection, its answer collected. */
import type { Dispatcher } from 'undici';
import { collectBody, type BodyCollector } from './body-collector';
import type { Deadline } from './deadline';

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
 * Dispatches without undici's response stream, which costs more than all the rest of a small exchange.
 * @throws {WireError} for an answer that is too large or cannot be decompressed; undici's error otherwise
 */
export function dispatch(
	dispatcher: Dispatcher,
	request: Dispatcher.DispatchOptions,
	limits: Limits,
): Promise<Answer> {
	return new Promise((resolve, reject) => {
		limits.deadline.throwIfOver();
		const handler = new AnswerHandler(limits, resolve, reject);
		dispatcher.dispatch(request, handler);
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
		private readonly resolve: (answer: Answer) => void,
		private readonly reject: (error: Error) => void,
	) {
		limits.deadline.onOver = (reason) => this.fail(reason);
	}

	onRequestStart(controller: Dispatcher.DispatchController): void {
		this.controller = controller;
		// A request that waited for its connection may have been given up in the meantime.
		if (this.failure) controller.abort(this.failure);
		else this.limits.onSending();
	}

	onResponseStart(
		_controller: Dispatcher.DispatchController,
		status: number,
		headers: Answer['headers'],
		statusText = '',
	): void {
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
		this.fail(error);
	}

	private fail(error: Error): void {
		if (this.failure) return;
		this.failure = error;
		this.collector?.destroy();
		this.controller?.abort(error);
		this.reject(error);
	}
}
