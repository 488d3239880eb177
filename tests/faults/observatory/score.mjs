// The scanner's own retrieval, tests and grading for one path of https://localhost:HTTPS_PORT;
// its command line takes neither a port nor a path.
const scanner = process.env.SCANNER;
const { retrieve } = await import(`${scanner}/src/retriever/retriever.js`);
const { ALL_TESTS } = await import(`${scanner}/src/constants.js`);
const { getScoreModifier } = await import(`${scanner}/src/grader/grader.js`);

const found = await retrieve("localhost", {
  httpPort: Number(process.env.HTTP_PORT),
  httpsPort: Number(process.env.HTTPS_PORT),
  path: process.argv[2],
});
if (found.responses.auto?.status !== 200) throw new Error(`status ${found.responses.auto?.status}`);
if (!found.responses.auto.verified) throw new Error("the certificate is not trusted");

const results = ALL_TESTS.map((test) => test(found));
const modifiers = Object.fromEntries(
  results.map((each) => [each.result, getScoreModifier(each.result)]),
);
const values = Object.values(modifiers);
const sum = (numbers) => numbers.reduce((all, each) => all + each, 0);
const uncurved = 100 + sum(values.filter((each) => each < 0));
console.log(JSON.stringify({
  score: uncurved >= 90 ? 100 + sum(values) : uncurved,
  failed: results.filter((each) => !each.pass).map((each) => each.result),
  modifiers,
}));
