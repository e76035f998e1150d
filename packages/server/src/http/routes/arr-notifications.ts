import {
  ArrIdParams,
  ErrorResponse,
  InstanceQuery,
  PassedOnBody,
  PassedThroughList,
  PassedThroughObject,
} from "@sofarr/contract";
import type { FastifyPluginCallbackTypebox } from "@fastify/type-provider-typebox";
import type { FastifyRequest } from "fastify";

import type { ArrNotifications } from "../../upstreams/arr-control.ts";
import type { ArrProxy } from "../arr-proxy.ts";
import { notificationToSend } from "../notification-to-send.ts";
import { sessionIn } from "../plugins/session.ts";
import { proxyDeadline } from "../proxy-deadline.ts";

/** Every route may name an instance. */
interface Chosen {
  Querystring: InstanceQuery;
}

/** An *arr's connections ("notifications") for admins, read and changed by hand; one-click set-up is elsewhere. */
export function arrNotificationRoutes(proxy: ArrProxy): FastifyPluginCallbackTypebox {
  const { appName } = proxy;

  const notificationsOf = ({ query }: FastifyRequest<Chosen>): ArrNotifications =>
    proxy.choose(query.instance).upstream.control.notifications;

  /** Who changed what by hand is worth a line: these decide where an *arr sends things. */
  function note(request: FastifyRequest<Chosen>, id: number | null, what: string): void {
    const { viewer } = sessionIn(request);
    const { instance } = proxy.choose(request.query.instance);
    request.log.info(
      { userId: viewer.id, user: viewer.name, instanceId: instance.id, notificationId: id },
      `a notification was ${what} by hand`,
    );
  }

  return (app, _options, done) => {
    const tags = [appName];
    const config = { access: "admin" } as const;
    const refusals = { 503: ErrorResponse, "4xx": ErrorResponse, "5xx": ErrorResponse };
    const object = { 200: PassedThroughObject, ...refusals };
    const list = { 200: PassedThroughList, ...refusals };
    const querystring = InstanceQuery;
    const byId = { params: ArrIdParams, querystring };

    app.get(
      "/notifications",
      {
        config,
        schema: {
          tags,
          summary: `The connections set up in ${appName}`,
          querystring,
          response: list,
        },
      },
      async (request) => {
        const answer = await notificationsOf(request).list(proxyDeadline());
        return proxy.contentOf(answer, "list", false);
      },
    );

    app.get(
      "/notifications/schema",
      {
        config,
        schema: {
          tags,
          summary: `What each kind of connection of ${appName} can be set to`,
          querystring,
          response: list,
        },
      },
      async (request) => {
        const answer = await notificationsOf(request).schema(proxyDeadline());
        return proxy.contentOf(answer, "list", false);
      },
    );

    app.get(
      "/notifications/:id",
      {
        config,
        schema: { tags, summary: `A connection of ${appName}`, ...byId, response: object },
      },
      async (request) => {
        const answer = await notificationsOf(request).get(request.params.id, proxyDeadline());
        return proxy.contentOf(answer, "object", true);
      },
    );

    app.post(
      "/notifications",
      {
        config,
        schema: {
          tags,
          summary: `Make a connection in ${appName}`,
          querystring,
          body: PassedOnBody,
          response: object,
        },
      },
      async (request) => {
        const notifications = notificationsOf(request);
        const sent = await notificationToSend(notifications, null, request.body, proxy);
        const answer = await notifications.create(sent, proxyDeadline());
        const content = proxy.contentOf(answer, "object", false);
        note(request, null, "made");
        return content;
      },
    );

    app.post(
      "/notifications/test",
      {
        config,
        schema: {
          tags,
          summary: `Try a connection of ${appName} without saving it`,
          querystring,
          body: PassedOnBody,
          response: object,
        },
      },
      async (request) => {
        const notifications = notificationsOf(request);
        const { id } = request.body;
        const known = Number.isSafeInteger(id) && Number(id) > 0 ? Number(id) : null;
        const sent = await notificationToSend(notifications, known, request.body, proxy);
        return proxy.contentOf(await notifications.test(sent, proxyDeadline()), "object", false);
      },
    );

    app.put(
      "/notifications/:id",
      {
        config,
        schema: {
          tags,
          summary: `Change a connection of ${appName}`,
          ...byId,
          body: PassedOnBody,
          response: object,
        },
      },
      async (request) => {
        const notifications = notificationsOf(request);
        const { id } = request.params;
        // Which one is meant is said by the address, also to releases that look into the body.
        const body = { ...request.body, id };
        const sent = await notificationToSend(notifications, id, body, proxy);
        const answer = await notifications.update(id, sent, proxyDeadline());
        const content = proxy.contentOf(answer, "object", true);
        note(request, id, "changed");
        return content;
      },
    );

    app.delete(
      "/notifications/:id",
      {
        config,
        schema: {
          tags,
          summary: `Remove a connection from ${appName}`,
          ...byId,
          response: object,
        },
      },
      async (request) => {
        const { id } = request.params;
        const answer = await notificationsOf(request).remove(id, proxyDeadline());
        const content = proxy.contentOf(answer, "object", true);
        note(request, id, "removed");
        return content;
      },
    );
    done();
  };
}
