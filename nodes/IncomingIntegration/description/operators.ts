import type { INodePropertyOptions } from 'n8n-workflow';

/** n8n's filter operators, in its words; a value is `<type>:<operation>`. */
export const operators: INodePropertyOptions[] = [
	{ name: 'Array: Contains', value: 'array:contains' },
	{ name: 'Array: Does Not Contain', value: 'array:notContains' },
	{ name: 'Array: Is Empty', value: 'array:empty' },
	{ name: 'Array: Is Not Empty', value: 'array:notEmpty' },
	{ name: 'Array: Length Equal To', value: 'array:lengthEquals' },
	{ name: 'Array: Length Greater Than', value: 'array:lengthGt' },
	{ name: 'Array: Length Greater Than or Equal To', value: 'array:lengthGte' },
	{ name: 'Array: Length Less Than', value: 'array:lengthLt' },
	{ name: 'Array: Length Less Than or Equal To', value: 'array:lengthLte' },
	{ name: 'Array: Length Not Equal To', value: 'array:lengthNotEquals' },
	{ name: 'Boolean: Is Empty', value: 'boolean:empty' },
	{ name: 'Boolean: Is Equal To', value: 'boolean:equals' },
	{ name: 'Boolean: Is False', value: 'boolean:false' },
	{ name: 'Boolean: Is Not Empty', value: 'boolean:notEmpty' },
	{ name: 'Boolean: Is Not Equal To', value: 'boolean:notEquals' },
	{ name: 'Boolean: Is True', value: 'boolean:true' },
	{ name: 'Date & Time: Is After', value: 'dateTime:after' },
	{ name: 'Date & Time: Is After or Equal To', value: 'dateTime:afterOrEquals' },
	{ name: 'Date & Time: Is Before', value: 'dateTime:before' },
	{ name: 'Date & Time: Is Before or Equal To', value: 'dateTime:beforeOrEquals' },
	{ name: 'Date & Time: Is Empty', value: 'dateTime:empty' },
	{ name: 'Date & Time: Is Equal To', value: 'dateTime:equals' },
	{ name: 'Date & Time: Is Not Empty', value: 'dateTime:notEmpty' },
	{ name: 'Date & Time: Is Not Equal To', value: 'dateTime:notEquals' },
	{ name: 'Does Not Exist', value: 'string:notExists' },
	{ name: 'Exists', value: 'string:exists' },
	{ name: 'Number: Is Empty', value: 'number:empty' },
	{ name: 'Number: Is Equal To', value: 'number:equals' },
	{ name: 'Number: Is Greater Than', value: 'number:gt' },
	{ name: 'Number: Is Greater Than or Equal To', value: 'number:gte' },
	{ name: 'Number: Is Less Than', value: 'number:lt' },
	{ name: 'Number: Is Less Than or Equal To', value: 'number:lte' },
	{ name: 'Number: Is Not Empty', value: 'number:notEmpty' },
	{ name: 'Number: Is Not Equal To', value: 'number:notEquals' },
	{ name: 'Object: Is Empty', value: 'object:empty' },
	{ name: 'Object: Is Not Empty', value: 'object:notEmpty' },
	{ name: 'String: Contains', value: 'string:contains' },
	{ name: 'String: Does Not Contain', value: 'string:notContains' },
	{ name: 'String: Does Not End With', value: 'string:notEndsWith' },
	{ name: 'String: Does Not Match Regex', value: 'string:notRegex' },
	{ name: 'String: Does Not Start With', value: 'string:notStartsWith' },
	{ name: 'String: Ends With', value: 'string:endsWith' },
	{ name: 'String: Is Empty', value: 'string:empty' },
	{ name: 'String: Is Equal To', value: 'string:equals' },
	{ name: 'String: Is Not Empty', value: 'string:notEmpty' },
	{ name: 'String: Is Not Equal To', value: 'string:notEquals' },
	{ name: 'String: Matches Regex', value: 'string:regex' },
	{ name: 'String: Starts With', value: 'string:startsWith' },
];

const LENGTH = /^array:length/;

/** The type of the value that an operator compares with; `undefined` for operators that take none. */
export function valueTypeOf(
	operator: string,
): 'string' | 'number' | 'boolean' | 'dateTime' | undefined {
	const [type, operation = ''] = operator.split(':');
	if (/^(exists|notExists|empty|notEmpty|true|false)$/.test(operation)) return undefined;
	if (type === 'number' || LENGTH.test(operator)) return 'number';
	return type === 'boolean' || type === 'dateTime' ? type : 'string';
}

/** The operators whose value is of this type. */
export const operatorsWith = (type: ReturnType<typeof valueTypeOf>): string[] =>
	operators.map(({ value }) => String(value)).filter((operator) => valueTypeOf(operator) === type);
