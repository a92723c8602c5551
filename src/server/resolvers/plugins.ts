import { findPlugin, pluginsOf, useOf } from '../plugins/plugin-record.js';
import { toNamespacePlugin, toPluginItem } from '../plugins/view.js';
import { publishEvent } from '../events/publish.js';
import { deployPlugin, pluginIdOf, pluginStatus, runPluginDeployment, undeployPlugin } from './plugins/deployment.js';
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
      const { record, use } = findPlugin(pluginIdOf(context), context.namespace.id, context.state);
      return { body: { success: true, plugin: toNamespacePlugin(record, use), presigned_download_url: null } };
    },
  },
  'namespaces.plugins.delete': {
    fidelity: 'exact',
    resolve: (context) => {
      const { namespace, state, tx } = context;
      const { record } = findPlugin(pluginIdOf(context), namespace.id, state);
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
} satisfies ResolverTable;

export const pluginJobs = { 'plugins.deploy': runPluginDeployment } satisfies JobTable;
