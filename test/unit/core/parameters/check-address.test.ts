import { checkAddress } from '../../../../core/parameters/check-address';

it.each([
	'a',
	'order.id',
	'items[0].sku',
	'[0].id',
	'["a.b"].c',
	'["body"].text',
	'order["id"].x',
	'og:url',
	'$id',
	'$items',
	'bodyText',
	'header:x-source',
	'header:X-Source',
	'parameters.id',
	'größe.wert',
])('accepts %s', (address) => {
	expect(checkAddress(address)).toBeUndefined();
});

it.each([
	['order[id]', 'order.id'],
	["order['id']", 'order.id'],
	['order[ 0 ].id', 'order[0].id'],
	['items[01]', 'items[1]'],
	['a..b', 'a.b'],
	['.a', 'a'],
	['a.', 'a'],
	['a.[0]', 'a[0]'],
	['body.order.id', 'order.id'],
	['body["order"].id', 'order.id'],
	['$json.body.order.id', 'order.id'],
	['$json.body[0].id', '[0].id'],
	['$json["order"].id', 'order.id'],
	['$.order.id', 'order.id'],
	['headers.x-source', 'header:x-source'],
	['headers["X-Source"]', 'header:x-source'],
	["$json.headers['x-source']", 'header:x-source'],
	['$json.parameters["order.id"]', 'order.id'],
	['{{ $json.body.order.id }}', 'order.id'],
	['={{ $json.headers["x-source"] }}', 'header:x-source'],
	['$json.query.a', undefined],
	["$('Webhook').item.json.a", undefined],
	['$input.item.json', undefined],
	['header:', undefined],
	['header:x source', undefined],
	['[', undefined],
	['a[*].b', 'a.*.b'],
])('judges %s, probably meant as %s', (address, suggestion) => {
	const fault = checkAddress(address);
	expect(fault?.problem).toMatch(/^(is not|is an expression|does not name)/);
	expect(fault?.suggestion).toBe(suggestion);
});
