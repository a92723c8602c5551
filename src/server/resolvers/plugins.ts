import { findOrgPlugin, findOwnPlugin, findPlugin, orgPlugins, pluginsOf, useOf } from '../plugins/plugin-record.js';
import { refuseUsed } from '../plugins/refuse-used.js';
import { toAvailablePlugin, toNamespacePlugin, toOrgPlugin, toPluginItem } from '../plugins/view.js';
import { publishEvent } from '../events/publish.js';
import { deployPlugin, pluginIdOf, pluginStatus, runPluginDeployment, undeployPlugin } from './plugins/deployment.js';
import { ORGANIZATION_ID } from './models/org-view.js';
import { deleteOrgPlugin, disablePlugin, enablePlugin } from './plugins/org.js';
import { confirmPluginUpload, createPluginUpload } from './plugins/presigned-upload.js';
import { reconfigureNamespace } from './plugins/reconfigure.js';
import { testRealtime } from './plugins/test-realtime.js';
import { checkPluginUpload, uploadPlugin } from './plugins/upload.js';
import type { JobTable, ResolverTable } from './table.js';

const NOT_RUN = 'Structure and code are checked as documented; no plugin code runs here.';

export const pluginResolvers = {
  'namespaces.plugins.upload': {
    fidelity: 'behavioural',
    note: NOT_RUN,
    prepare: checkPluginUpload,
    resolve: uploadPlugin,
  },
  'namespaces.plugins.list': {
    fidelity: 'exact',
    resolve: ({ namespace, state }) => {
      const plugins = pluginsOf(namespace.id, state).map((record) => toPluginItem(record, namespace.id));
      return { body: { success: true, plugins, total: plugins.length, namespace_id: namespace.id } };
    },
  },
  'namespaces.plugins.get': {
    fidelity: 'exact',
    resolve: (context) => {
      const { namespace, state, query, services, origin } = context;
      const { record, use } = findPlugin(pluginIdOf(context), namespace.id, state);
      const url = query['return_presigned_urls'] === true ? services.files.address(origin, record.id) : null;
      return { body: { success: true, plugin: toNamespacePlugin(record, use), presigned_download_url: url } };
    },
  },
  'namespaces.plugins.delete': {
    fidelity: 'exact',
    resolve: (context) => {
      const { namespace, state, tx } = context;
      const record = findOwnPlugin(pluginIdOf(context), namespace.id, state);
      refuseUsed(record, [namespace.id], { state, action: 'deleted' });
      tx.delete('plugins', record.id);
      publishEvent(context, {
        type: 'plugin.deleted',
        namespaceId: namespace.id,
        subject: { type: 'plugin', id: record.id },
      });
      return {
        body: {
          success: true,
          plugin_id: record.id,
          message: `Plugin ${record.id} and its archive are deleted.`,
          deployment_removed: useOf(record, namespace.id)?.state === 'deployed',
        },
      };
    },
  },
  'namespaces.plugins.deploy': { fidelity: 'behavioural', note: NOT_RUN, resolve: deployPlugin },
  'namespaces.plugins.undeploy': { fidelity: 'exact', resolve: undeployPlugin },
  'namespaces.plugins.status': { fidelity: 'exact', resolve: pluginStatus },
  'namespaces.plugins.reconfigure': { fidelity: 'exact', resolve: reconfigureNamespace },
  'namespaces.plugins.testRealtime': {
    fidelity: 'behavioural',
    note: 'No plugin code runs here: vectors are embeddings of the inputs, other outputs are left out.',
    resolve: testRealtime,
  },
  'namespaces.plugins.uploads.create': {
    fidelity: 'exact',
    resolve: (context) => createPluginUpload(context, context.namespace.id),
  },
  'namespaces.plugins.uploads.confirm': {
    fidelity: 'behavioural',
    note: NOT_RUN,
    resolve: (context) => confirmPluginUpload(context, context.namespace.id),
  },
  'namespaces.plugins.available': {
    fidelity: 'exact',
    resolve: ({ namespace, state }) => {
      const plugins = orgPlugins(state).map((record) => toAvailablePlugin(record, namespace.id));
      const owner = { organization_id: ORGANIZATION_ID, namespace_id: namespace.id };
      return { body: { success: true, plugins, total: plugins.length, ...owner } };
    },
  },
  'namespaces.plugins.enable': { fidelity: 'behavioural', note: NOT_RUN, resolve: enablePlugin },
  'namespaces.plugins.disable': { fidelity: 'exact', resolve: disablePlugin },
  'plugins.list': {
    fidelity: 'exact',
    resolve: ({ state }) => {
      const plugins = orgPlugins(state).map((record) => toPluginItem(record, null));
      return { body: { success: true, plugins, total: plugins.length, organization_id: ORGANIZATION_ID } };
    },
  },
  'plugins.get': {
    fidelity: 'exact',
    resolve: (context) => ({
      body: { success: true, plugin: toOrgPlugin(findOrgPlugin(pluginIdOf(context), context.state)) },
    }),
  },
  'plugins.delete': { fidelity: 'exact', resolve: deleteOrgPlugin },
  'plugins.uploads.create': { fidelity: 'exact', resolve: (context) => createPluginUpload(context, null) },
  'plugins.uploads.confirm': {
    fidelity: 'behavioural',
    note: NOT_RUN,
    resolve: (context) => confirmPluginUpload(context, null),
  },
} satisfies ResolverTable;

export const pluginJobs = { 'plugins.deploy': runPluginDeployment } satisfies JobTable;
