// What a script would do: read the whole offer, parse it, pick one price.
import { readFileSync } from "node:fs";

const [, , file] = process.argv;
const { products, terms } = JSON.parse(readFileSync(file, "utf8"));
const product = Object.values(products).find(({ attributes }) =>
  /^(?:[A-Z0-9]+-)?NatGateway-Hours$/.test(attributes.usagetype),
);
console.log(JSON.stringify(terms.OnDemand[product.sku]));
