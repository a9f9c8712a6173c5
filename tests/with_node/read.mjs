// Reads the feed on stdin with parsers from npm and writes what they make of it, as JSON.
// usage: node read.mjs FOLDER_WITH_NODE_MODULES < feed.xml
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join } from "node:path";

process.env.PARTYTIME_LOG = "silent"; // it would log to stdout
const require = createRequire(join(process.argv[2], "package.json"));
const { parseRssFeed } = require("feedsmith");
const { parseFeed } = require("podcast-partytime");

const feed = readFileSync(0, "utf8");
const read = { feedsmith: parseRssFeed(feed), partytime: parseFeed(feed) };
process.stdout.write(JSON.stringify(read));
