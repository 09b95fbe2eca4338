/**
 * Lets every client of the AWS SDK v3 in a process use IPv6 where AWS offers it, without a change of its code:
 * `NODE_OPTIONS=--import=@egress6/aws-sdk/register`.
 */
import { reachClients } from "./reach-clients.js";

reachClients();
