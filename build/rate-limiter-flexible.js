/** The part of rate-limiter-flexible that this package uses, in place of its main file with all of its stores. */
module.exports = {
	RateLimiterMemory: require('rate-limiter-flexible/lib/RateLimiterMemory'),
	RateLimiterRedis: require('rate-limiter-flexible/lib/RateLimiterRedis'),
	RateLimiterRes: require('rate-limiter-flexible/lib/RateLimiterRes'),
};
