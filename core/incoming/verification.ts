/** Questions by GET whether this is the right endpoint, as Meta and X ask them. */
import type { Exchange } from './exchange';
import { answerMeta } from './meta-signature';
import { Refusal, type DirectReply } from './outcome';
import { notFound } from './replies';
import { route } from './route';
import { answerQuery } from './signature/handshakes';

export const verifyEndpoint = route<DirectReply>(async (exchange) => {
	const { authentication } = exchange.settings;
	if (authentication.method === 'meta') return answerMeta(exchange, authentication.verifyToken);
	if (authentication.method !== 'signature') return unasked(exchange);
	const reply = answerQuery(authentication.signature, exchange.request);
	if (!reply) return unasked(exchange);
	return { accepted: true, reply, cause: 'X checked the endpoint' };
});

const unasked = ({ receivedAt }: Exchange): Refusal =>
	new Refusal('notFound', notFound(receivedAt), 'senders of this kind ask nothing by GET');
