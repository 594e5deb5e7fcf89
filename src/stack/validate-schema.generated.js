// Made by scripts/compile-schema.ts from schemas/stack.schema.json: change that and run the script.
// biome-ignore-all lint: generated
// biome-ignore-all format: generated
// biome-ignore-all assist: generated
"use strict";
export const validate = validate10;
export default validate10;
const schema11 = {"$schema":"http://json-schema.org/draft-07/schema#","title":"dockr stack file","type":"object","properties":{"version":{"type":["string","number"]},"name":{"type":"string"},"include":{"type":"array","items":{"type":["string","object"],"properties":{"path":{"type":["string","array"],"items":{"type":"string"}},"env_file":{"type":["string","array"],"items":{"type":"string"}},"project_directory":{"type":"string"}},"additionalProperties":false}},"services":{"type":"object","propertyNames":{"pattern":"^[a-zA-Z0-9._-]+$"},"additionalProperties":{"$ref":"#/$defs/service"}},"networks":{"type":"object","propertyNames":{"pattern":"^[a-zA-Z0-9._-]+$"},"additionalProperties":{"$ref":"#/$defs/network"}},"volumes":{"type":"object","propertyNames":{"pattern":"^[a-zA-Z0-9._-]+$"},"additionalProperties":{"$ref":"#/$defs/volume"}},"secrets":{"type":"object","propertyNames":{"pattern":"^[a-zA-Z0-9._-]+$"},"additionalProperties":{"$ref":"#/$defs/secret"}},"configs":{"type":"object","propertyNames":{"pattern":"^[a-zA-Z0-9._-]+$"},"additionalProperties":{"$ref":"#/$defs/config"}},"models":{"type":"object","propertyNames":{"pattern":"^[a-zA-Z0-9._-]+$"},"additionalProperties":{"type":"object","properties":{"name":{"type":"string"},"model":{"type":"string"},"context_size":{"type":["integer","string"]},"runtime_flags":{"type":"array","items":{"type":"string"}}},"patternProperties":{"^x-":true},"additionalProperties":false,"required":["model"]}}},"patternProperties":{"^x-":true},"additionalProperties":false,"$defs":{"service":{"type":"object","properties":{"annotations":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}},"attach":{"type":["boolean","string"]},"blkio_config":{"type":"object","properties":{"weight":{"type":["integer","string"]},"weight_device":{"type":"array","items":{"type":"object","properties":{"path":{"type":"string"},"weight":{"type":["integer","string"]}},"patternProperties":{"^x-":true},"additionalProperties":false}},"device_read_bps":{"type":"array","items":{"type":"object","properties":{"path":{"type":"string"},"rate":{"type":["integer","string"]}},"patternProperties":{"^x-":true},"additionalProperties":false}},"device_read_iops":{"type":"array","items":{"type":"object","properties":{"path":{"type":"string"},"rate":{"type":["integer","string"]}},"patternProperties":{"^x-":true},"additionalProperties":false}},"device_write_bps":{"type":"array","items":{"type":"object","properties":{"path":{"type":"string"},"rate":{"type":["integer","string"]}},"patternProperties":{"^x-":true},"additionalProperties":false}},"device_write_iops":{"type":"array","items":{"type":"object","properties":{"path":{"type":"string"},"rate":{"type":["integer","string"]}},"patternProperties":{"^x-":true},"additionalProperties":false}}},"patternProperties":{"^x-":true},"additionalProperties":false},"build":{"type":["string","object"],"properties":{"context":{"type":"string"},"dockerfile":{"type":"string"},"dockerfile_inline":{"type":"string"},"args":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}},"target":{"type":"string"},"additional_contexts":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}},"labels":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}},"tags":{"type":"array","items":{"type":"string"}},"no_cache":{"type":["boolean","string"]},"no_cache_filter":{"type":["string","array"],"items":{"type":"string"}},"pull":{"type":["boolean","string"]},"network":{"type":"string"},"cache_from":{"type":"array","items":{"type":"string"}},"cache_to":{"type":"array","items":{"type":"string"}},"platforms":{"type":"array","items":{"type":"string"}},"secrets":{"type":"array","items":{"type":["string","object"],"properties":{"source":{"type":"string"},"target":{"type":"string"},"uid":{"type":"string"},"gid":{"type":"string"},"mode":{"type":["number","string"]}},"patternProperties":{"^x-":true},"additionalProperties":false}},"ssh":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}},"shm_size":{"type":["integer","string"]},"ulimits":{"type":"object","propertyNames":{"pattern":"^[a-z]+$"},"additionalProperties":{"type":["integer","string","object"],"properties":{"soft":{"type":["integer","string"]},"hard":{"type":["integer","string"]}},"required":["soft","hard"],"patternProperties":{"^x-":true},"additionalProperties":false}},"extra_hosts":{"type":["object","array"],"additionalProperties":{"type":["string","array"],"items":{"type":"string"}},"items":{"type":"string"}},"isolation":{"type":"string"},"privileged":{"type":["boolean","string"]},"entitlements":{"type":"array","items":{"type":"string"}},"provenance":{"type":["boolean","string"]},"sbom":{"type":["boolean","string"]}},"patternProperties":{"^x-":true},"additionalProperties":false},"cap_add":{"type":"array","items":{"type":"string"}},"cap_drop":{"type":"array","items":{"type":"string"}},"cgroup":{"type":"string","enum":["host","private"]},"cgroup_parent":{"type":"string"},"command":{"$ref":"#/$defs/command"},"configs":{"type":"array","items":{"type":["string","object"],"properties":{"source":{"type":"string"},"target":{"type":"string"},"uid":{"type":"string"},"gid":{"type":"string"},"mode":{"type":["number","string"]}},"patternProperties":{"^x-":true},"additionalProperties":false}},"container_name":{"type":"string","pattern":"^[a-zA-Z0-9][a-zA-Z0-9_.-]+$"},"cpu_count":{"type":["integer","string"]},"cpu_percent":{"type":["number","string"]},"cpu_period":{"type":["number","string"]},"cpu_quota":{"type":["number","string"]},"cpu_rt_period":{"type":["number","string"]},"cpu_rt_runtime":{"type":["number","string"]},"cpu_shares":{"type":["number","string"]},"cpus":{"type":["number","string"]},"cpuset":{"type":"string"},"credential_spec":{"type":"object","properties":{"config":{"type":"string"},"file":{"type":"string"},"registry":{"type":"string"}},"patternProperties":{"^x-":true},"additionalProperties":false},"depends_on":{"type":["array","object"],"items":{"type":"string"},"additionalProperties":{"type":"object","properties":{"condition":{"type":"string","enum":["service_started","service_healthy","service_completed_successfully"]},"restart":{"type":["boolean","string"]},"required":{"type":["boolean","string"]}},"patternProperties":{"^x-":true},"additionalProperties":false,"required":["condition"]}},"deploy":{"type":"object","properties":{"mode":{"type":"string"},"endpoint_mode":{"type":"string"},"replicas":{"type":["integer","string"],"minimum":0},"labels":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}},"update_config":{"type":"object","properties":{"parallelism":{"type":["integer","string"]},"delay":{"type":"string"},"failure_action":{"type":"string"},"monitor":{"type":"string"},"max_failure_ratio":{"type":["number","string"]},"order":{"type":"string","enum":["start-first","stop-first"]}},"patternProperties":{"^x-":true},"additionalProperties":false},"rollback_config":{"type":"object","properties":{"parallelism":{"type":["integer","string"]},"delay":{"type":"string"},"failure_action":{"type":"string"},"monitor":{"type":"string"},"max_failure_ratio":{"type":["number","string"]},"order":{"type":"string","enum":["start-first","stop-first"]}},"patternProperties":{"^x-":true},"additionalProperties":false},"resources":{"type":"object","properties":{"limits":{"type":"object","properties":{"cpus":{"type":["number","string"]},"memory":{"type":"string"},"pids":{"type":["integer","string"]}},"patternProperties":{"^x-":true},"additionalProperties":false},"reservations":{"type":"object","properties":{"cpus":{"type":["number","string"]},"memory":{"type":"string"},"generic_resources":{"type":"array","items":{"type":"object","properties":{"discrete_resource_spec":{"type":"object","properties":{"kind":{"type":"string"},"value":{"type":["number","string"]}},"patternProperties":{"^x-":true},"additionalProperties":false}},"patternProperties":{"^x-":true},"additionalProperties":false}},"devices":{"type":"array","items":{"type":"object","properties":{"capabilities":{"type":"array","items":{"type":"string"}},"count":{"type":["integer","string"]},"device_ids":{"type":"array","items":{"type":"string"}},"driver":{"type":"string"},"options":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}}},"patternProperties":{"^x-":true},"additionalProperties":false,"required":["capabilities"]}}},"patternProperties":{"^x-":true},"additionalProperties":false}},"patternProperties":{"^x-":true},"additionalProperties":false},"restart_policy":{"type":"object","properties":{"condition":{"type":"string"},"delay":{"type":"string"},"max_attempts":{"type":["integer","string"],"minimum":0},"window":{"type":"string"}},"patternProperties":{"^x-":true},"additionalProperties":false},"placement":{"type":"object","properties":{"constraints":{"type":"array","items":{"type":"string"}},"preferences":{"type":"array","items":{"type":"object","properties":{"spread":{"type":"string"}},"patternProperties":{"^x-":true},"additionalProperties":false}},"max_replicas_per_node":{"type":["integer","string"]}},"patternProperties":{"^x-":true},"additionalProperties":false}},"patternProperties":{"^x-":true},"additionalProperties":false},"develop":{"type":["object","null"],"properties":{"watch":{"type":"array","items":{"type":"object","properties":{"path":{"type":"string"},"action":{"type":"string","enum":["rebuild","sync","restart","sync+restart","sync+exec"]},"target":{"type":"string"},"ignore":{"type":["string","array"],"items":{"type":"string"}},"include":{"type":["string","array"],"items":{"type":"string"}},"initial_sync":{"type":["boolean","string"]},"exec":{"type":"object","properties":{"command":{"$ref":"#/$defs/command"},"user":{"type":"string"},"privileged":{"type":["boolean","string"]},"working_dir":{"type":"string"},"environment":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}}},"patternProperties":{"^x-":true},"additionalProperties":false,"required":["command"]}},"patternProperties":{"^x-":true},"additionalProperties":false,"required":["path","action"]}}},"patternProperties":{"^x-":true},"additionalProperties":false},"device_cgroup_rules":{"type":"array","items":{"type":"string"}},"devices":{"type":"array","items":{"type":["string","object"],"properties":{"source":{"type":"string"},"target":{"type":"string"},"permissions":{"type":"string"}},"required":["source"],"patternProperties":{"^x-":true},"additionalProperties":false}},"dns":{"type":["string","array"],"items":{"type":"string"}},"dns_opt":{"type":"array","items":{"type":"string"}},"dns_search":{"type":["string","array"],"items":{"type":"string"}},"domainname":{"type":"string"},"entrypoint":{"$ref":"#/$defs/command"},"env_file":{"type":["string","array"],"items":{"type":["string","object"],"properties":{"path":{"type":"string"},"format":{"type":"string"},"required":{"type":["boolean","string"]}},"required":["path"],"patternProperties":{"^x-":true},"additionalProperties":false}},"environment":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}},"expose":{"type":"array","items":{"type":["string","number"]}},"extends":{"type":["string","object"],"properties":{"service":{"type":"string"},"file":{"type":"string"}},"required":["service"],"additionalProperties":false},"external_links":{"type":"array","items":{"type":"string"}},"extra_hosts":{"type":["object","array"],"additionalProperties":{"type":["string","array"],"items":{"type":"string"}},"items":{"type":"string"}},"gpus":{"type":["string","array"],"items":{"type":"object","properties":{"capabilities":{"type":"array","items":{"type":"string"}},"count":{"type":["integer","string"]},"device_ids":{"type":"array","items":{"type":"string"}},"driver":{"type":"string"},"options":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}}},"patternProperties":{"^x-":true},"additionalProperties":false}},"group_add":{"type":"array","items":{"type":["string","number"]}},"healthcheck":{"type":"object","properties":{"disable":{"type":["boolean","string"]},"test":{"type":["string","array"],"items":{"type":"string"}},"interval":{"type":"string"},"timeout":{"type":"string"},"retries":{"type":["number","string"]},"start_period":{"type":"string"},"start_interval":{"type":"string"}},"patternProperties":{"^x-":true},"additionalProperties":false},"hostname":{"type":"string"},"image":{"type":"string"},"init":{"type":["boolean","string"]},"ipc":{"type":"string"},"isolation":{"type":"string"},"label_file":{"type":["string","array"],"items":{"type":"string"}},"labels":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}},"links":{"type":"array","items":{"type":"string"}},"logging":{"type":"object","properties":{"driver":{"type":"string"},"options":{"type":"object","additionalProperties":{"type":["string","number","null"]}}},"patternProperties":{"^x-":true},"additionalProperties":false},"mac_address":{"type":"string"},"mem_limit":{"type":["number","string"]},"mem_reservation":{"type":["number","string"]},"mem_swappiness":{"type":["integer","string"]},"memswap_limit":{"type":["number","string"]},"models":{"type":["array","object"],"items":{"type":"string"},"additionalProperties":{"type":["object","null"],"properties":{"endpoint_var":{"type":"string"},"model_var":{"type":"string"}},"patternProperties":{"^x-":true},"additionalProperties":false}},"network_mode":{"type":"string"},"networks":{"type":["array","object"],"items":{"type":"string"},"additionalProperties":{"type":["object","null"],"properties":{"aliases":{"type":"array","items":{"type":"string"}},"ipv4_address":{"type":"string"},"ipv6_address":{"type":"string"},"link_local_ips":{"type":"array","items":{"type":"string"}},"mac_address":{"type":"string"},"driver_opts":{"type":"object","additionalProperties":{"type":["string","number"]}},"interface_name":{"type":"string"},"priority":{"type":["number","string"]},"gw_priority":{"type":["number","string"]}},"patternProperties":{"^x-":true},"additionalProperties":false}},"oom_kill_disable":{"type":["boolean","string"]},"oom_score_adj":{"type":["integer","string"]},"pid":{"type":"string"},"pids_limit":{"type":["number","string"]},"platform":{"type":"string"},"ports":{"type":"array","items":{"type":["integer","string","object"],"properties":{"name":{"type":"string"},"mode":{"type":"string"},"host_ip":{"type":"string"},"target":{"type":["integer","string"]},"published":{"type":["integer","string"]},"protocol":{"type":"string"},"app_protocol":{"type":"string"}},"patternProperties":{"^x-":true},"additionalProperties":false}},"pre_start":{"type":"array","items":{"type":"object","properties":{"command":{"$ref":"#/$defs/command"},"user":{"type":"string"},"privileged":{"type":["boolean","string"]},"working_dir":{"type":"string"},"environment":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}},"image":{"type":"string"},"per_replica":{"type":["boolean","string"]}},"patternProperties":{"^x-":true},"additionalProperties":false}},"post_start":{"type":"array","items":{"type":"object","properties":{"command":{"$ref":"#/$defs/command"},"user":{"type":"string"},"privileged":{"type":["boolean","string"]},"working_dir":{"type":"string"},"environment":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}}},"patternProperties":{"^x-":true},"additionalProperties":false,"required":["command"]}},"pre_stop":{"type":"array","items":{"type":"object","properties":{"command":{"$ref":"#/$defs/command"},"user":{"type":"string"},"privileged":{"type":["boolean","string"]},"working_dir":{"type":"string"},"environment":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}}},"patternProperties":{"^x-":true},"additionalProperties":false,"required":["command"]}},"privileged":{"type":["boolean","string"]},"profiles":{"type":"array","items":{"type":"string"}},"provider":{"type":"object","properties":{"type":{"type":"string"},"options":{"type":"object","additionalProperties":{"type":["string","number","boolean","array"],"items":{"type":["string","number","boolean"]}}}},"patternProperties":{"^x-":true},"additionalProperties":false,"required":["type"]},"pull_policy":{"type":"string"},"pull_refresh_after":{"type":"string"},"read_only":{"type":["boolean","string"]},"restart":{"type":"string"},"runtime":{"type":"string"},"scale":{"type":["integer","string"],"minimum":0},"secrets":{"type":"array","items":{"type":["string","object"],"properties":{"source":{"type":"string"},"target":{"type":"string"},"uid":{"type":"string"},"gid":{"type":"string"},"mode":{"type":["number","string"]}},"patternProperties":{"^x-":true},"additionalProperties":false}},"security_opt":{"type":"array","items":{"type":"string"}},"shm_size":{"type":["number","string"]},"stdin_open":{"type":["boolean","string"]},"stop_grace_period":{"type":"string"},"stop_signal":{"type":"string"},"storage_opt":{"type":"object","additionalProperties":{"type":["string","number","boolean","null"]}},"sysctls":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}},"tmpfs":{"type":["string","array"],"items":{"type":"string"}},"tty":{"type":["boolean","string"]},"ulimits":{"type":"object","propertyNames":{"pattern":"^[a-z]+$"},"additionalProperties":{"type":["integer","string","object"],"properties":{"soft":{"type":["integer","string"]},"hard":{"type":["integer","string"]}},"required":["soft","hard"],"patternProperties":{"^x-":true},"additionalProperties":false}},"use_api_socket":{"type":["boolean","string"]},"user":{"type":"string"},"userns_mode":{"type":"string"},"uts":{"type":"string"},"volumes":{"type":"array","items":{"type":["string","object"],"properties":{"type":{"type":"string","enum":["volume","bind","tmpfs","image","npipe","cluster"]},"source":{"type":"string"},"target":{"type":"string"},"read_only":{"type":["boolean","string"]},"consistency":{"type":"string"},"bind":{"type":"object","properties":{"propagation":{"type":"string"},"create_host_path":{"type":["boolean","string"]},"recursive":{"type":"string","enum":["enabled","disabled","writable","readonly"]},"selinux":{"type":"string","enum":["z","Z"]}},"patternProperties":{"^x-":true},"additionalProperties":false},"volume":{"type":"object","properties":{"nocopy":{"type":["boolean","string"]},"subpath":{"type":"string"},"labels":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}}},"patternProperties":{"^x-":true},"additionalProperties":false},"tmpfs":{"type":"object","properties":{"size":{"type":["integer","string"],"minimum":0},"mode":{"type":["number","string"]}},"patternProperties":{"^x-":true},"additionalProperties":false},"image":{"type":"object","properties":{"subpath":{"type":"string"}},"patternProperties":{"^x-":true},"additionalProperties":false}},"required":["type"],"patternProperties":{"^x-":true},"additionalProperties":false}},"volumes_from":{"type":"array","items":{"type":"string"}},"working_dir":{"type":"string"}},"patternProperties":{"^x-":true},"additionalProperties":false},"network":{"type":["object","null"],"properties":{"name":{"type":"string"},"driver":{"type":"string"},"driver_opts":{"type":"object","additionalProperties":{"type":["string","number"]}},"ipam":{"type":"object","properties":{"driver":{"type":"string"},"config":{"type":"array","items":{"type":"object","properties":{"subnet":{"type":"string"},"ip_range":{"type":"string"},"gateway":{"type":"string"},"aux_addresses":{"type":"object","additionalProperties":{"type":"string"}}},"patternProperties":{"^x-":true},"additionalProperties":false}},"options":{"type":"object","additionalProperties":{"type":"string"}}},"patternProperties":{"^x-":true},"additionalProperties":false},"external":{"type":["boolean","string","object"],"properties":{"name":{"type":"string"}},"patternProperties":{"^x-":true},"additionalProperties":false},"internal":{"type":["boolean","string"]},"enable_ipv4":{"type":["boolean","string"]},"enable_ipv6":{"type":["boolean","string"]},"attachable":{"type":["boolean","string"]},"labels":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}}},"patternProperties":{"^x-":true},"additionalProperties":false},"volume":{"type":["object","null"],"properties":{"name":{"type":"string"},"driver":{"type":"string"},"driver_opts":{"type":"object","additionalProperties":{"type":["string","number"]}},"external":{"type":["boolean","string","object"],"properties":{"name":{"type":"string"}},"patternProperties":{"^x-":true},"additionalProperties":false},"labels":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}}},"patternProperties":{"^x-":true},"additionalProperties":false},"secret":{"type":["object","null"],"properties":{"name":{"type":"string"},"file":{"type":"string"},"environment":{"type":"string"},"external":{"type":["boolean","string","object"],"properties":{"name":{"type":"string"}},"patternProperties":{"^x-":true},"additionalProperties":false},"labels":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}},"template_driver":{"type":"string"},"driver":{"type":"string"},"driver_opts":{"type":"object","additionalProperties":{"type":["string","number"]}}},"patternProperties":{"^x-":true},"additionalProperties":false},"config":{"type":["object","null"],"properties":{"name":{"type":"string"},"file":{"type":"string"},"environment":{"type":"string"},"external":{"type":["boolean","string","object"],"properties":{"name":{"type":"string"}},"patternProperties":{"^x-":true},"additionalProperties":false},"labels":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}},"template_driver":{"type":"string"},"content":{"type":"string"}},"patternProperties":{"^x-":true},"additionalProperties":false},"command":{"type":["string","array","null"],"items":{"type":"string"}}}};
const schema19 = {"type":["object","null"],"properties":{"name":{"type":"string"},"driver":{"type":"string"},"driver_opts":{"type":"object","additionalProperties":{"type":["string","number"]}},"ipam":{"type":"object","properties":{"driver":{"type":"string"},"config":{"type":"array","items":{"type":"object","properties":{"subnet":{"type":"string"},"ip_range":{"type":"string"},"gateway":{"type":"string"},"aux_addresses":{"type":"object","additionalProperties":{"type":"string"}}},"patternProperties":{"^x-":true},"additionalProperties":false}},"options":{"type":"object","additionalProperties":{"type":"string"}}},"patternProperties":{"^x-":true},"additionalProperties":false},"external":{"type":["boolean","string","object"],"properties":{"name":{"type":"string"}},"patternProperties":{"^x-":true},"additionalProperties":false},"internal":{"type":["boolean","string"]},"enable_ipv4":{"type":["boolean","string"]},"enable_ipv6":{"type":["boolean","string"]},"attachable":{"type":["boolean","string"]},"labels":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}}},"patternProperties":{"^x-":true},"additionalProperties":false};
const schema20 = {"type":["object","null"],"properties":{"name":{"type":"string"},"driver":{"type":"string"},"driver_opts":{"type":"object","additionalProperties":{"type":["string","number"]}},"external":{"type":["boolean","string","object"],"properties":{"name":{"type":"string"}},"patternProperties":{"^x-":true},"additionalProperties":false},"labels":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}}},"patternProperties":{"^x-":true},"additionalProperties":false};
const schema21 = {"type":["object","null"],"properties":{"name":{"type":"string"},"file":{"type":"string"},"environment":{"type":"string"},"external":{"type":["boolean","string","object"],"properties":{"name":{"type":"string"}},"patternProperties":{"^x-":true},"additionalProperties":false},"labels":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}},"template_driver":{"type":"string"},"driver":{"type":"string"},"driver_opts":{"type":"object","additionalProperties":{"type":["string","number"]}}},"patternProperties":{"^x-":true},"additionalProperties":false};
const schema22 = {"type":["object","null"],"properties":{"name":{"type":"string"},"file":{"type":"string"},"environment":{"type":"string"},"external":{"type":["boolean","string","object"],"properties":{"name":{"type":"string"}},"patternProperties":{"^x-":true},"additionalProperties":false},"labels":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}},"template_driver":{"type":"string"},"content":{"type":"string"}},"patternProperties":{"^x-":true},"additionalProperties":false};
const func2 = Object.prototype.hasOwnProperty;
const pattern0 = new RegExp("^x-", "u");
const pattern1 = new RegExp("^[a-zA-Z0-9._-]+$", "u");
const schema12 = {"type":"object","properties":{"annotations":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}},"attach":{"type":["boolean","string"]},"blkio_config":{"type":"object","properties":{"weight":{"type":["integer","string"]},"weight_device":{"type":"array","items":{"type":"object","properties":{"path":{"type":"string"},"weight":{"type":["integer","string"]}},"patternProperties":{"^x-":true},"additionalProperties":false}},"device_read_bps":{"type":"array","items":{"type":"object","properties":{"path":{"type":"string"},"rate":{"type":["integer","string"]}},"patternProperties":{"^x-":true},"additionalProperties":false}},"device_read_iops":{"type":"array","items":{"type":"object","properties":{"path":{"type":"string"},"rate":{"type":["integer","string"]}},"patternProperties":{"^x-":true},"additionalProperties":false}},"device_write_bps":{"type":"array","items":{"type":"object","properties":{"path":{"type":"string"},"rate":{"type":["integer","string"]}},"patternProperties":{"^x-":true},"additionalProperties":false}},"device_write_iops":{"type":"array","items":{"type":"object","properties":{"path":{"type":"string"},"rate":{"type":["integer","string"]}},"patternProperties":{"^x-":true},"additionalProperties":false}}},"patternProperties":{"^x-":true},"additionalProperties":false},"build":{"type":["string","object"],"properties":{"context":{"type":"string"},"dockerfile":{"type":"string"},"dockerfile_inline":{"type":"string"},"args":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}},"target":{"type":"string"},"additional_contexts":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}},"labels":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}},"tags":{"type":"array","items":{"type":"string"}},"no_cache":{"type":["boolean","string"]},"no_cache_filter":{"type":["string","array"],"items":{"type":"string"}},"pull":{"type":["boolean","string"]},"network":{"type":"string"},"cache_from":{"type":"array","items":{"type":"string"}},"cache_to":{"type":"array","items":{"type":"string"}},"platforms":{"type":"array","items":{"type":"string"}},"secrets":{"type":"array","items":{"type":["string","object"],"properties":{"source":{"type":"string"},"target":{"type":"string"},"uid":{"type":"string"},"gid":{"type":"string"},"mode":{"type":["number","string"]}},"patternProperties":{"^x-":true},"additionalProperties":false}},"ssh":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}},"shm_size":{"type":["integer","string"]},"ulimits":{"type":"object","propertyNames":{"pattern":"^[a-z]+$"},"additionalProperties":{"type":["integer","string","object"],"properties":{"soft":{"type":["integer","string"]},"hard":{"type":["integer","string"]}},"required":["soft","hard"],"patternProperties":{"^x-":true},"additionalProperties":false}},"extra_hosts":{"type":["object","array"],"additionalProperties":{"type":["string","array"],"items":{"type":"string"}},"items":{"type":"string"}},"isolation":{"type":"string"},"privileged":{"type":["boolean","string"]},"entitlements":{"type":"array","items":{"type":"string"}},"provenance":{"type":["boolean","string"]},"sbom":{"type":["boolean","string"]}},"patternProperties":{"^x-":true},"additionalProperties":false},"cap_add":{"type":"array","items":{"type":"string"}},"cap_drop":{"type":"array","items":{"type":"string"}},"cgroup":{"type":"string","enum":["host","private"]},"cgroup_parent":{"type":"string"},"command":{"$ref":"#/$defs/command"},"configs":{"type":"array","items":{"type":["string","object"],"properties":{"source":{"type":"string"},"target":{"type":"string"},"uid":{"type":"string"},"gid":{"type":"string"},"mode":{"type":["number","string"]}},"patternProperties":{"^x-":true},"additionalProperties":false}},"container_name":{"type":"string","pattern":"^[a-zA-Z0-9][a-zA-Z0-9_.-]+$"},"cpu_count":{"type":["integer","string"]},"cpu_percent":{"type":["number","string"]},"cpu_period":{"type":["number","string"]},"cpu_quota":{"type":["number","string"]},"cpu_rt_period":{"type":["number","string"]},"cpu_rt_runtime":{"type":["number","string"]},"cpu_shares":{"type":["number","string"]},"cpus":{"type":["number","string"]},"cpuset":{"type":"string"},"credential_spec":{"type":"object","properties":{"config":{"type":"string"},"file":{"type":"string"},"registry":{"type":"string"}},"patternProperties":{"^x-":true},"additionalProperties":false},"depends_on":{"type":["array","object"],"items":{"type":"string"},"additionalProperties":{"type":"object","properties":{"condition":{"type":"string","enum":["service_started","service_healthy","service_completed_successfully"]},"restart":{"type":["boolean","string"]},"required":{"type":["boolean","string"]}},"patternProperties":{"^x-":true},"additionalProperties":false,"required":["condition"]}},"deploy":{"type":"object","properties":{"mode":{"type":"string"},"endpoint_mode":{"type":"string"},"replicas":{"type":["integer","string"],"minimum":0},"labels":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}},"update_config":{"type":"object","properties":{"parallelism":{"type":["integer","string"]},"delay":{"type":"string"},"failure_action":{"type":"string"},"monitor":{"type":"string"},"max_failure_ratio":{"type":["number","string"]},"order":{"type":"string","enum":["start-first","stop-first"]}},"patternProperties":{"^x-":true},"additionalProperties":false},"rollback_config":{"type":"object","properties":{"parallelism":{"type":["integer","string"]},"delay":{"type":"string"},"failure_action":{"type":"string"},"monitor":{"type":"string"},"max_failure_ratio":{"type":["number","string"]},"order":{"type":"string","enum":["start-first","stop-first"]}},"patternProperties":{"^x-":true},"additionalProperties":false},"resources":{"type":"object","properties":{"limits":{"type":"object","properties":{"cpus":{"type":["number","string"]},"memory":{"type":"string"},"pids":{"type":["integer","string"]}},"patternProperties":{"^x-":true},"additionalProperties":false},"reservations":{"type":"object","properties":{"cpus":{"type":["number","string"]},"memory":{"type":"string"},"generic_resources":{"type":"array","items":{"type":"object","properties":{"discrete_resource_spec":{"type":"object","properties":{"kind":{"type":"string"},"value":{"type":["number","string"]}},"patternProperties":{"^x-":true},"additionalProperties":false}},"patternProperties":{"^x-":true},"additionalProperties":false}},"devices":{"type":"array","items":{"type":"object","properties":{"capabilities":{"type":"array","items":{"type":"string"}},"count":{"type":["integer","string"]},"device_ids":{"type":"array","items":{"type":"string"}},"driver":{"type":"string"},"options":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}}},"patternProperties":{"^x-":true},"additionalProperties":false,"required":["capabilities"]}}},"patternProperties":{"^x-":true},"additionalProperties":false}},"patternProperties":{"^x-":true},"additionalProperties":false},"restart_policy":{"type":"object","properties":{"condition":{"type":"string"},"delay":{"type":"string"},"max_attempts":{"type":["integer","string"],"minimum":0},"window":{"type":"string"}},"patternProperties":{"^x-":true},"additionalProperties":false},"placement":{"type":"object","properties":{"constraints":{"type":"array","items":{"type":"string"}},"preferences":{"type":"array","items":{"type":"object","properties":{"spread":{"type":"string"}},"patternProperties":{"^x-":true},"additionalProperties":false}},"max_replicas_per_node":{"type":["integer","string"]}},"patternProperties":{"^x-":true},"additionalProperties":false}},"patternProperties":{"^x-":true},"additionalProperties":false},"develop":{"type":["object","null"],"properties":{"watch":{"type":"array","items":{"type":"object","properties":{"path":{"type":"string"},"action":{"type":"string","enum":["rebuild","sync","restart","sync+restart","sync+exec"]},"target":{"type":"string"},"ignore":{"type":["string","array"],"items":{"type":"string"}},"include":{"type":["string","array"],"items":{"type":"string"}},"initial_sync":{"type":["boolean","string"]},"exec":{"type":"object","properties":{"command":{"$ref":"#/$defs/command"},"user":{"type":"string"},"privileged":{"type":["boolean","string"]},"working_dir":{"type":"string"},"environment":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}}},"patternProperties":{"^x-":true},"additionalProperties":false,"required":["command"]}},"patternProperties":{"^x-":true},"additionalProperties":false,"required":["path","action"]}}},"patternProperties":{"^x-":true},"additionalProperties":false},"device_cgroup_rules":{"type":"array","items":{"type":"string"}},"devices":{"type":"array","items":{"type":["string","object"],"properties":{"source":{"type":"string"},"target":{"type":"string"},"permissions":{"type":"string"}},"required":["source"],"patternProperties":{"^x-":true},"additionalProperties":false}},"dns":{"type":["string","array"],"items":{"type":"string"}},"dns_opt":{"type":"array","items":{"type":"string"}},"dns_search":{"type":["string","array"],"items":{"type":"string"}},"domainname":{"type":"string"},"entrypoint":{"$ref":"#/$defs/command"},"env_file":{"type":["string","array"],"items":{"type":["string","object"],"properties":{"path":{"type":"string"},"format":{"type":"string"},"required":{"type":["boolean","string"]}},"required":["path"],"patternProperties":{"^x-":true},"additionalProperties":false}},"environment":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}},"expose":{"type":"array","items":{"type":["string","number"]}},"extends":{"type":["string","object"],"properties":{"service":{"type":"string"},"file":{"type":"string"}},"required":["service"],"additionalProperties":false},"external_links":{"type":"array","items":{"type":"string"}},"extra_hosts":{"type":["object","array"],"additionalProperties":{"type":["string","array"],"items":{"type":"string"}},"items":{"type":"string"}},"gpus":{"type":["string","array"],"items":{"type":"object","properties":{"capabilities":{"type":"array","items":{"type":"string"}},"count":{"type":["integer","string"]},"device_ids":{"type":"array","items":{"type":"string"}},"driver":{"type":"string"},"options":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}}},"patternProperties":{"^x-":true},"additionalProperties":false}},"group_add":{"type":"array","items":{"type":["string","number"]}},"healthcheck":{"type":"object","properties":{"disable":{"type":["boolean","string"]},"test":{"type":["string","array"],"items":{"type":"string"}},"interval":{"type":"string"},"timeout":{"type":"string"},"retries":{"type":["number","string"]},"start_period":{"type":"string"},"start_interval":{"type":"string"}},"patternProperties":{"^x-":true},"additionalProperties":false},"hostname":{"type":"string"},"image":{"type":"string"},"init":{"type":["boolean","string"]},"ipc":{"type":"string"},"isolation":{"type":"string"},"label_file":{"type":["string","array"],"items":{"type":"string"}},"labels":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}},"links":{"type":"array","items":{"type":"string"}},"logging":{"type":"object","properties":{"driver":{"type":"string"},"options":{"type":"object","additionalProperties":{"type":["string","number","null"]}}},"patternProperties":{"^x-":true},"additionalProperties":false},"mac_address":{"type":"string"},"mem_limit":{"type":["number","string"]},"mem_reservation":{"type":["number","string"]},"mem_swappiness":{"type":["integer","string"]},"memswap_limit":{"type":["number","string"]},"models":{"type":["array","object"],"items":{"type":"string"},"additionalProperties":{"type":["object","null"],"properties":{"endpoint_var":{"type":"string"},"model_var":{"type":"string"}},"patternProperties":{"^x-":true},"additionalProperties":false}},"network_mode":{"type":"string"},"networks":{"type":["array","object"],"items":{"type":"string"},"additionalProperties":{"type":["object","null"],"properties":{"aliases":{"type":"array","items":{"type":"string"}},"ipv4_address":{"type":"string"},"ipv6_address":{"type":"string"},"link_local_ips":{"type":"array","items":{"type":"string"}},"mac_address":{"type":"string"},"driver_opts":{"type":"object","additionalProperties":{"type":["string","number"]}},"interface_name":{"type":"string"},"priority":{"type":["number","string"]},"gw_priority":{"type":["number","string"]}},"patternProperties":{"^x-":true},"additionalProperties":false}},"oom_kill_disable":{"type":["boolean","string"]},"oom_score_adj":{"type":["integer","string"]},"pid":{"type":"string"},"pids_limit":{"type":["number","string"]},"platform":{"type":"string"},"ports":{"type":"array","items":{"type":["integer","string","object"],"properties":{"name":{"type":"string"},"mode":{"type":"string"},"host_ip":{"type":"string"},"target":{"type":["integer","string"]},"published":{"type":["integer","string"]},"protocol":{"type":"string"},"app_protocol":{"type":"string"}},"patternProperties":{"^x-":true},"additionalProperties":false}},"pre_start":{"type":"array","items":{"type":"object","properties":{"command":{"$ref":"#/$defs/command"},"user":{"type":"string"},"privileged":{"type":["boolean","string"]},"working_dir":{"type":"string"},"environment":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}},"image":{"type":"string"},"per_replica":{"type":["boolean","string"]}},"patternProperties":{"^x-":true},"additionalProperties":false}},"post_start":{"type":"array","items":{"type":"object","properties":{"command":{"$ref":"#/$defs/command"},"user":{"type":"string"},"privileged":{"type":["boolean","string"]},"working_dir":{"type":"string"},"environment":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}}},"patternProperties":{"^x-":true},"additionalProperties":false,"required":["command"]}},"pre_stop":{"type":"array","items":{"type":"object","properties":{"command":{"$ref":"#/$defs/command"},"user":{"type":"string"},"privileged":{"type":["boolean","string"]},"working_dir":{"type":"string"},"environment":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}}},"patternProperties":{"^x-":true},"additionalProperties":false,"required":["command"]}},"privileged":{"type":["boolean","string"]},"profiles":{"type":"array","items":{"type":"string"}},"provider":{"type":"object","properties":{"type":{"type":"string"},"options":{"type":"object","additionalProperties":{"type":["string","number","boolean","array"],"items":{"type":["string","number","boolean"]}}}},"patternProperties":{"^x-":true},"additionalProperties":false,"required":["type"]},"pull_policy":{"type":"string"},"pull_refresh_after":{"type":"string"},"read_only":{"type":["boolean","string"]},"restart":{"type":"string"},"runtime":{"type":"string"},"scale":{"type":["integer","string"],"minimum":0},"secrets":{"type":"array","items":{"type":["string","object"],"properties":{"source":{"type":"string"},"target":{"type":"string"},"uid":{"type":"string"},"gid":{"type":"string"},"mode":{"type":["number","string"]}},"patternProperties":{"^x-":true},"additionalProperties":false}},"security_opt":{"type":"array","items":{"type":"string"}},"shm_size":{"type":["number","string"]},"stdin_open":{"type":["boolean","string"]},"stop_grace_period":{"type":"string"},"stop_signal":{"type":"string"},"storage_opt":{"type":"object","additionalProperties":{"type":["string","number","boolean","null"]}},"sysctls":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}},"tmpfs":{"type":["string","array"],"items":{"type":"string"}},"tty":{"type":["boolean","string"]},"ulimits":{"type":"object","propertyNames":{"pattern":"^[a-z]+$"},"additionalProperties":{"type":["integer","string","object"],"properties":{"soft":{"type":["integer","string"]},"hard":{"type":["integer","string"]}},"required":["soft","hard"],"patternProperties":{"^x-":true},"additionalProperties":false}},"use_api_socket":{"type":["boolean","string"]},"user":{"type":"string"},"userns_mode":{"type":"string"},"uts":{"type":"string"},"volumes":{"type":"array","items":{"type":["string","object"],"properties":{"type":{"type":"string","enum":["volume","bind","tmpfs","image","npipe","cluster"]},"source":{"type":"string"},"target":{"type":"string"},"read_only":{"type":["boolean","string"]},"consistency":{"type":"string"},"bind":{"type":"object","properties":{"propagation":{"type":"string"},"create_host_path":{"type":["boolean","string"]},"recursive":{"type":"string","enum":["enabled","disabled","writable","readonly"]},"selinux":{"type":"string","enum":["z","Z"]}},"patternProperties":{"^x-":true},"additionalProperties":false},"volume":{"type":"object","properties":{"nocopy":{"type":["boolean","string"]},"subpath":{"type":"string"},"labels":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}}},"patternProperties":{"^x-":true},"additionalProperties":false},"tmpfs":{"type":"object","properties":{"size":{"type":["integer","string"],"minimum":0},"mode":{"type":["number","string"]}},"patternProperties":{"^x-":true},"additionalProperties":false},"image":{"type":"object","properties":{"subpath":{"type":"string"}},"patternProperties":{"^x-":true},"additionalProperties":false}},"required":["type"],"patternProperties":{"^x-":true},"additionalProperties":false}},"volumes_from":{"type":"array","items":{"type":"string"}},"working_dir":{"type":"string"}},"patternProperties":{"^x-":true},"additionalProperties":false};
const schema13 = {"type":["string","array","null"],"items":{"type":"string"}};
const pattern11 = new RegExp("^[a-z]+$", "u");
const pattern14 = new RegExp("^[a-zA-Z0-9][a-zA-Z0-9_.-]+$", "u");

function validate11(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!((func2.call(schema12.properties, key0)) || (pattern0.test(key0)))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema12,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.annotations !== undefined){
let data0 = data.annotations;
if(!data0 || typeof data0 != "object"){
const err1 = {instancePath:instancePath+"/annotations",schemaPath:"#/properties/annotations/type",keyword:"type",params:{type: schema12.properties.annotations.type},message:"must be object,array",schema:schema12.properties.annotations.type,parentSchema:schema12.properties.annotations,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(Array.isArray(data0)){
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
let data1 = data0[i0];
if(typeof data1 !== "string"){
const err2 = {instancePath:instancePath+"/annotations/" + i0,schemaPath:"#/properties/annotations/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.annotations.items.type,parentSchema:schema12.properties.annotations.items,data:data1};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
}
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
for(const key1 in data0){
let data2 = data0[key1];
if((((typeof data2 !== "string") && (!((typeof data2 == "number") && (isFinite(data2))))) && (typeof data2 !== "boolean")) && (data2 !== null)){
const err3 = {instancePath:instancePath+"/annotations/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/annotations/additionalProperties/type",keyword:"type",params:{type: schema12.properties.annotations.additionalProperties.type},message:"must be string,number,boolean,null",schema:schema12.properties.annotations.additionalProperties.type,parentSchema:schema12.properties.annotations.additionalProperties,data:data2};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
}
}
if(data.attach !== undefined){
let data3 = data.attach;
if((typeof data3 !== "boolean") && (typeof data3 !== "string")){
const err4 = {instancePath:instancePath+"/attach",schemaPath:"#/properties/attach/type",keyword:"type",params:{type: schema12.properties.attach.type},message:"must be boolean,string",schema:schema12.properties.attach.type,parentSchema:schema12.properties.attach,data:data3};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.blkio_config !== undefined){
let data4 = data.blkio_config;
if(data4 && typeof data4 == "object" && !Array.isArray(data4)){
for(const key2 in data4){
if(!(((((((key2 === "weight") || (key2 === "weight_device")) || (key2 === "device_read_bps")) || (key2 === "device_read_iops")) || (key2 === "device_write_bps")) || (key2 === "device_write_iops")) || (pattern0.test(key2)))){
const err5 = {instancePath:instancePath+"/blkio_config",schemaPath:"#/properties/blkio_config/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties",schema:false,parentSchema:schema12.properties.blkio_config,data:data4};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data4.weight !== undefined){
let data5 = data4.weight;
if((!(((typeof data5 == "number") && (!(data5 % 1) && !isNaN(data5))) && (isFinite(data5)))) && (typeof data5 !== "string")){
const err6 = {instancePath:instancePath+"/blkio_config/weight",schemaPath:"#/properties/blkio_config/properties/weight/type",keyword:"type",params:{type: schema12.properties.blkio_config.properties.weight.type},message:"must be integer,string",schema:schema12.properties.blkio_config.properties.weight.type,parentSchema:schema12.properties.blkio_config.properties.weight,data:data5};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data4.weight_device !== undefined){
let data6 = data4.weight_device;
if(Array.isArray(data6)){
const len1 = data6.length;
for(let i1=0; i1<len1; i1++){
let data7 = data6[i1];
if(data7 && typeof data7 == "object" && !Array.isArray(data7)){
for(const key3 in data7){
if(!(((key3 === "path") || (key3 === "weight")) || (pattern0.test(key3)))){
const err7 = {instancePath:instancePath+"/blkio_config/weight_device/" + i1,schemaPath:"#/properties/blkio_config/properties/weight_device/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties",schema:false,parentSchema:schema12.properties.blkio_config.properties.weight_device.items,data:data7};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data7.path !== undefined){
let data8 = data7.path;
if(typeof data8 !== "string"){
const err8 = {instancePath:instancePath+"/blkio_config/weight_device/" + i1+"/path",schemaPath:"#/properties/blkio_config/properties/weight_device/items/properties/path/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.blkio_config.properties.weight_device.items.properties.path.type,parentSchema:schema12.properties.blkio_config.properties.weight_device.items.properties.path,data:data8};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data7.weight !== undefined){
let data9 = data7.weight;
if((!(((typeof data9 == "number") && (!(data9 % 1) && !isNaN(data9))) && (isFinite(data9)))) && (typeof data9 !== "string")){
const err9 = {instancePath:instancePath+"/blkio_config/weight_device/" + i1+"/weight",schemaPath:"#/properties/blkio_config/properties/weight_device/items/properties/weight/type",keyword:"type",params:{type: schema12.properties.blkio_config.properties.weight_device.items.properties.weight.type},message:"must be integer,string",schema:schema12.properties.blkio_config.properties.weight_device.items.properties.weight.type,parentSchema:schema12.properties.blkio_config.properties.weight_device.items.properties.weight,data:data9};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
}
else {
const err10 = {instancePath:instancePath+"/blkio_config/weight_device/" + i1,schemaPath:"#/properties/blkio_config/properties/weight_device/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema12.properties.blkio_config.properties.weight_device.items.type,parentSchema:schema12.properties.blkio_config.properties.weight_device.items,data:data7};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
}
else {
const err11 = {instancePath:instancePath+"/blkio_config/weight_device",schemaPath:"#/properties/blkio_config/properties/weight_device/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.blkio_config.properties.weight_device.type,parentSchema:schema12.properties.blkio_config.properties.weight_device,data:data6};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data4.device_read_bps !== undefined){
let data10 = data4.device_read_bps;
if(Array.isArray(data10)){
const len2 = data10.length;
for(let i2=0; i2<len2; i2++){
let data11 = data10[i2];
if(data11 && typeof data11 == "object" && !Array.isArray(data11)){
for(const key4 in data11){
if(!(((key4 === "path") || (key4 === "rate")) || (pattern0.test(key4)))){
const err12 = {instancePath:instancePath+"/blkio_config/device_read_bps/" + i2,schemaPath:"#/properties/blkio_config/properties/device_read_bps/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4},message:"must NOT have additional properties",schema:false,parentSchema:schema12.properties.blkio_config.properties.device_read_bps.items,data:data11};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data11.path !== undefined){
let data12 = data11.path;
if(typeof data12 !== "string"){
const err13 = {instancePath:instancePath+"/blkio_config/device_read_bps/" + i2+"/path",schemaPath:"#/properties/blkio_config/properties/device_read_bps/items/properties/path/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.blkio_config.properties.device_read_bps.items.properties.path.type,parentSchema:schema12.properties.blkio_config.properties.device_read_bps.items.properties.path,data:data12};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data11.rate !== undefined){
let data13 = data11.rate;
if((!(((typeof data13 == "number") && (!(data13 % 1) && !isNaN(data13))) && (isFinite(data13)))) && (typeof data13 !== "string")){
const err14 = {instancePath:instancePath+"/blkio_config/device_read_bps/" + i2+"/rate",schemaPath:"#/properties/blkio_config/properties/device_read_bps/items/properties/rate/type",keyword:"type",params:{type: schema12.properties.blkio_config.properties.device_read_bps.items.properties.rate.type},message:"must be integer,string",schema:schema12.properties.blkio_config.properties.device_read_bps.items.properties.rate.type,parentSchema:schema12.properties.blkio_config.properties.device_read_bps.items.properties.rate,data:data13};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
}
else {
const err15 = {instancePath:instancePath+"/blkio_config/device_read_bps/" + i2,schemaPath:"#/properties/blkio_config/properties/device_read_bps/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema12.properties.blkio_config.properties.device_read_bps.items.type,parentSchema:schema12.properties.blkio_config.properties.device_read_bps.items,data:data11};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
}
else {
const err16 = {instancePath:instancePath+"/blkio_config/device_read_bps",schemaPath:"#/properties/blkio_config/properties/device_read_bps/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.blkio_config.properties.device_read_bps.type,parentSchema:schema12.properties.blkio_config.properties.device_read_bps,data:data10};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data4.device_read_iops !== undefined){
let data14 = data4.device_read_iops;
if(Array.isArray(data14)){
const len3 = data14.length;
for(let i3=0; i3<len3; i3++){
let data15 = data14[i3];
if(data15 && typeof data15 == "object" && !Array.isArray(data15)){
for(const key5 in data15){
if(!(((key5 === "path") || (key5 === "rate")) || (pattern0.test(key5)))){
const err17 = {instancePath:instancePath+"/blkio_config/device_read_iops/" + i3,schemaPath:"#/properties/blkio_config/properties/device_read_iops/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5},message:"must NOT have additional properties",schema:false,parentSchema:schema12.properties.blkio_config.properties.device_read_iops.items,data:data15};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data15.path !== undefined){
let data16 = data15.path;
if(typeof data16 !== "string"){
const err18 = {instancePath:instancePath+"/blkio_config/device_read_iops/" + i3+"/path",schemaPath:"#/properties/blkio_config/properties/device_read_iops/items/properties/path/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.blkio_config.properties.device_read_iops.items.properties.path.type,parentSchema:schema12.properties.blkio_config.properties.device_read_iops.items.properties.path,data:data16};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data15.rate !== undefined){
let data17 = data15.rate;
if((!(((typeof data17 == "number") && (!(data17 % 1) && !isNaN(data17))) && (isFinite(data17)))) && (typeof data17 !== "string")){
const err19 = {instancePath:instancePath+"/blkio_config/device_read_iops/" + i3+"/rate",schemaPath:"#/properties/blkio_config/properties/device_read_iops/items/properties/rate/type",keyword:"type",params:{type: schema12.properties.blkio_config.properties.device_read_iops.items.properties.rate.type},message:"must be integer,string",schema:schema12.properties.blkio_config.properties.device_read_iops.items.properties.rate.type,parentSchema:schema12.properties.blkio_config.properties.device_read_iops.items.properties.rate,data:data17};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
}
else {
const err20 = {instancePath:instancePath+"/blkio_config/device_read_iops/" + i3,schemaPath:"#/properties/blkio_config/properties/device_read_iops/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema12.properties.blkio_config.properties.device_read_iops.items.type,parentSchema:schema12.properties.blkio_config.properties.device_read_iops.items,data:data15};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
}
else {
const err21 = {instancePath:instancePath+"/blkio_config/device_read_iops",schemaPath:"#/properties/blkio_config/properties/device_read_iops/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.blkio_config.properties.device_read_iops.type,parentSchema:schema12.properties.blkio_config.properties.device_read_iops,data:data14};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(data4.device_write_bps !== undefined){
let data18 = data4.device_write_bps;
if(Array.isArray(data18)){
const len4 = data18.length;
for(let i4=0; i4<len4; i4++){
let data19 = data18[i4];
if(data19 && typeof data19 == "object" && !Array.isArray(data19)){
for(const key6 in data19){
if(!(((key6 === "path") || (key6 === "rate")) || (pattern0.test(key6)))){
const err22 = {instancePath:instancePath+"/blkio_config/device_write_bps/" + i4,schemaPath:"#/properties/blkio_config/properties/device_write_bps/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key6},message:"must NOT have additional properties",schema:false,parentSchema:schema12.properties.blkio_config.properties.device_write_bps.items,data:data19};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
if(data19.path !== undefined){
let data20 = data19.path;
if(typeof data20 !== "string"){
const err23 = {instancePath:instancePath+"/blkio_config/device_write_bps/" + i4+"/path",schemaPath:"#/properties/blkio_config/properties/device_write_bps/items/properties/path/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.blkio_config.properties.device_write_bps.items.properties.path.type,parentSchema:schema12.properties.blkio_config.properties.device_write_bps.items.properties.path,data:data20};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
if(data19.rate !== undefined){
let data21 = data19.rate;
if((!(((typeof data21 == "number") && (!(data21 % 1) && !isNaN(data21))) && (isFinite(data21)))) && (typeof data21 !== "string")){
const err24 = {instancePath:instancePath+"/blkio_config/device_write_bps/" + i4+"/rate",schemaPath:"#/properties/blkio_config/properties/device_write_bps/items/properties/rate/type",keyword:"type",params:{type: schema12.properties.blkio_config.properties.device_write_bps.items.properties.rate.type},message:"must be integer,string",schema:schema12.properties.blkio_config.properties.device_write_bps.items.properties.rate.type,parentSchema:schema12.properties.blkio_config.properties.device_write_bps.items.properties.rate,data:data21};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
}
else {
const err25 = {instancePath:instancePath+"/blkio_config/device_write_bps/" + i4,schemaPath:"#/properties/blkio_config/properties/device_write_bps/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema12.properties.blkio_config.properties.device_write_bps.items.type,parentSchema:schema12.properties.blkio_config.properties.device_write_bps.items,data:data19};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
}
else {
const err26 = {instancePath:instancePath+"/blkio_config/device_write_bps",schemaPath:"#/properties/blkio_config/properties/device_write_bps/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.blkio_config.properties.device_write_bps.type,parentSchema:schema12.properties.blkio_config.properties.device_write_bps,data:data18};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
if(data4.device_write_iops !== undefined){
let data22 = data4.device_write_iops;
if(Array.isArray(data22)){
const len5 = data22.length;
for(let i5=0; i5<len5; i5++){
let data23 = data22[i5];
if(data23 && typeof data23 == "object" && !Array.isArray(data23)){
for(const key7 in data23){
if(!(((key7 === "path") || (key7 === "rate")) || (pattern0.test(key7)))){
const err27 = {instancePath:instancePath+"/blkio_config/device_write_iops/" + i5,schemaPath:"#/properties/blkio_config/properties/device_write_iops/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key7},message:"must NOT have additional properties",schema:false,parentSchema:schema12.properties.blkio_config.properties.device_write_iops.items,data:data23};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
if(data23.path !== undefined){
let data24 = data23.path;
if(typeof data24 !== "string"){
const err28 = {instancePath:instancePath+"/blkio_config/device_write_iops/" + i5+"/path",schemaPath:"#/properties/blkio_config/properties/device_write_iops/items/properties/path/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.blkio_config.properties.device_write_iops.items.properties.path.type,parentSchema:schema12.properties.blkio_config.properties.device_write_iops.items.properties.path,data:data24};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
if(data23.rate !== undefined){
let data25 = data23.rate;
if((!(((typeof data25 == "number") && (!(data25 % 1) && !isNaN(data25))) && (isFinite(data25)))) && (typeof data25 !== "string")){
const err29 = {instancePath:instancePath+"/blkio_config/device_write_iops/" + i5+"/rate",schemaPath:"#/properties/blkio_config/properties/device_write_iops/items/properties/rate/type",keyword:"type",params:{type: schema12.properties.blkio_config.properties.device_write_iops.items.properties.rate.type},message:"must be integer,string",schema:schema12.properties.blkio_config.properties.device_write_iops.items.properties.rate.type,parentSchema:schema12.properties.blkio_config.properties.device_write_iops.items.properties.rate,data:data25};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
}
else {
const err30 = {instancePath:instancePath+"/blkio_config/device_write_iops/" + i5,schemaPath:"#/properties/blkio_config/properties/device_write_iops/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema12.properties.blkio_config.properties.device_write_iops.items.type,parentSchema:schema12.properties.blkio_config.properties.device_write_iops.items,data:data23};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
}
else {
const err31 = {instancePath:instancePath+"/blkio_config/device_write_iops",schemaPath:"#/properties/blkio_config/properties/device_write_iops/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.blkio_config.properties.device_write_iops.type,parentSchema:schema12.properties.blkio_config.properties.device_write_iops,data:data22};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
}
else {
const err32 = {instancePath:instancePath+"/blkio_config",schemaPath:"#/properties/blkio_config/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema12.properties.blkio_config.type,parentSchema:schema12.properties.blkio_config,data:data4};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
if(data.build !== undefined){
let data26 = data.build;
if((typeof data26 !== "string") && (!(data26 && typeof data26 == "object" && !Array.isArray(data26)))){
const err33 = {instancePath:instancePath+"/build",schemaPath:"#/properties/build/type",keyword:"type",params:{type: schema12.properties.build.type},message:"must be string,object",schema:schema12.properties.build.type,parentSchema:schema12.properties.build,data:data26};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
if(data26 && typeof data26 == "object" && !Array.isArray(data26)){
for(const key8 in data26){
if(!((func2.call(schema12.properties.build.properties, key8)) || (pattern0.test(key8)))){
const err34 = {instancePath:instancePath+"/build",schemaPath:"#/properties/build/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key8},message:"must NOT have additional properties",schema:false,parentSchema:schema12.properties.build,data:data26};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
if(data26.context !== undefined){
let data27 = data26.context;
if(typeof data27 !== "string"){
const err35 = {instancePath:instancePath+"/build/context",schemaPath:"#/properties/build/properties/context/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.build.properties.context.type,parentSchema:schema12.properties.build.properties.context,data:data27};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
if(data26.dockerfile !== undefined){
let data28 = data26.dockerfile;
if(typeof data28 !== "string"){
const err36 = {instancePath:instancePath+"/build/dockerfile",schemaPath:"#/properties/build/properties/dockerfile/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.build.properties.dockerfile.type,parentSchema:schema12.properties.build.properties.dockerfile,data:data28};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
if(data26.dockerfile_inline !== undefined){
let data29 = data26.dockerfile_inline;
if(typeof data29 !== "string"){
const err37 = {instancePath:instancePath+"/build/dockerfile_inline",schemaPath:"#/properties/build/properties/dockerfile_inline/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.build.properties.dockerfile_inline.type,parentSchema:schema12.properties.build.properties.dockerfile_inline,data:data29};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
}
if(data26.args !== undefined){
let data30 = data26.args;
if(!data30 || typeof data30 != "object"){
const err38 = {instancePath:instancePath+"/build/args",schemaPath:"#/properties/build/properties/args/type",keyword:"type",params:{type: schema12.properties.build.properties.args.type},message:"must be object,array",schema:schema12.properties.build.properties.args.type,parentSchema:schema12.properties.build.properties.args,data:data30};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
if(Array.isArray(data30)){
const len6 = data30.length;
for(let i6=0; i6<len6; i6++){
let data31 = data30[i6];
if(typeof data31 !== "string"){
const err39 = {instancePath:instancePath+"/build/args/" + i6,schemaPath:"#/properties/build/properties/args/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.build.properties.args.items.type,parentSchema:schema12.properties.build.properties.args.items,data:data31};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
}
if(data30 && typeof data30 == "object" && !Array.isArray(data30)){
for(const key9 in data30){
let data32 = data30[key9];
if((((typeof data32 !== "string") && (!((typeof data32 == "number") && (isFinite(data32))))) && (typeof data32 !== "boolean")) && (data32 !== null)){
const err40 = {instancePath:instancePath+"/build/args/" + key9.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/build/properties/args/additionalProperties/type",keyword:"type",params:{type: schema12.properties.build.properties.args.additionalProperties.type},message:"must be string,number,boolean,null",schema:schema12.properties.build.properties.args.additionalProperties.type,parentSchema:schema12.properties.build.properties.args.additionalProperties,data:data32};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
}
}
if(data26.target !== undefined){
let data33 = data26.target;
if(typeof data33 !== "string"){
const err41 = {instancePath:instancePath+"/build/target",schemaPath:"#/properties/build/properties/target/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.build.properties.target.type,parentSchema:schema12.properties.build.properties.target,data:data33};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
if(data26.additional_contexts !== undefined){
let data34 = data26.additional_contexts;
if(!data34 || typeof data34 != "object"){
const err42 = {instancePath:instancePath+"/build/additional_contexts",schemaPath:"#/properties/build/properties/additional_contexts/type",keyword:"type",params:{type: schema12.properties.build.properties.additional_contexts.type},message:"must be object,array",schema:schema12.properties.build.properties.additional_contexts.type,parentSchema:schema12.properties.build.properties.additional_contexts,data:data34};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
if(Array.isArray(data34)){
const len7 = data34.length;
for(let i7=0; i7<len7; i7++){
let data35 = data34[i7];
if(typeof data35 !== "string"){
const err43 = {instancePath:instancePath+"/build/additional_contexts/" + i7,schemaPath:"#/properties/build/properties/additional_contexts/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.build.properties.additional_contexts.items.type,parentSchema:schema12.properties.build.properties.additional_contexts.items,data:data35};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
}
}
if(data34 && typeof data34 == "object" && !Array.isArray(data34)){
for(const key10 in data34){
let data36 = data34[key10];
if((((typeof data36 !== "string") && (!((typeof data36 == "number") && (isFinite(data36))))) && (typeof data36 !== "boolean")) && (data36 !== null)){
const err44 = {instancePath:instancePath+"/build/additional_contexts/" + key10.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/build/properties/additional_contexts/additionalProperties/type",keyword:"type",params:{type: schema12.properties.build.properties.additional_contexts.additionalProperties.type},message:"must be string,number,boolean,null",schema:schema12.properties.build.properties.additional_contexts.additionalProperties.type,parentSchema:schema12.properties.build.properties.additional_contexts.additionalProperties,data:data36};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
}
}
}
if(data26.labels !== undefined){
let data37 = data26.labels;
if(!data37 || typeof data37 != "object"){
const err45 = {instancePath:instancePath+"/build/labels",schemaPath:"#/properties/build/properties/labels/type",keyword:"type",params:{type: schema12.properties.build.properties.labels.type},message:"must be object,array",schema:schema12.properties.build.properties.labels.type,parentSchema:schema12.properties.build.properties.labels,data:data37};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
if(Array.isArray(data37)){
const len8 = data37.length;
for(let i8=0; i8<len8; i8++){
let data38 = data37[i8];
if(typeof data38 !== "string"){
const err46 = {instancePath:instancePath+"/build/labels/" + i8,schemaPath:"#/properties/build/properties/labels/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.build.properties.labels.items.type,parentSchema:schema12.properties.build.properties.labels.items,data:data38};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
}
}
if(data37 && typeof data37 == "object" && !Array.isArray(data37)){
for(const key11 in data37){
let data39 = data37[key11];
if((((typeof data39 !== "string") && (!((typeof data39 == "number") && (isFinite(data39))))) && (typeof data39 !== "boolean")) && (data39 !== null)){
const err47 = {instancePath:instancePath+"/build/labels/" + key11.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/build/properties/labels/additionalProperties/type",keyword:"type",params:{type: schema12.properties.build.properties.labels.additionalProperties.type},message:"must be string,number,boolean,null",schema:schema12.properties.build.properties.labels.additionalProperties.type,parentSchema:schema12.properties.build.properties.labels.additionalProperties,data:data39};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
}
}
if(data26.tags !== undefined){
let data40 = data26.tags;
if(Array.isArray(data40)){
const len9 = data40.length;
for(let i9=0; i9<len9; i9++){
let data41 = data40[i9];
if(typeof data41 !== "string"){
const err48 = {instancePath:instancePath+"/build/tags/" + i9,schemaPath:"#/properties/build/properties/tags/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.build.properties.tags.items.type,parentSchema:schema12.properties.build.properties.tags.items,data:data41};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
}
}
else {
const err49 = {instancePath:instancePath+"/build/tags",schemaPath:"#/properties/build/properties/tags/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.build.properties.tags.type,parentSchema:schema12.properties.build.properties.tags,data:data40};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
}
if(data26.no_cache !== undefined){
let data42 = data26.no_cache;
if((typeof data42 !== "boolean") && (typeof data42 !== "string")){
const err50 = {instancePath:instancePath+"/build/no_cache",schemaPath:"#/properties/build/properties/no_cache/type",keyword:"type",params:{type: schema12.properties.build.properties.no_cache.type},message:"must be boolean,string",schema:schema12.properties.build.properties.no_cache.type,parentSchema:schema12.properties.build.properties.no_cache,data:data42};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
}
if(data26.no_cache_filter !== undefined){
let data43 = data26.no_cache_filter;
if((typeof data43 !== "string") && (!(Array.isArray(data43)))){
const err51 = {instancePath:instancePath+"/build/no_cache_filter",schemaPath:"#/properties/build/properties/no_cache_filter/type",keyword:"type",params:{type: schema12.properties.build.properties.no_cache_filter.type},message:"must be string,array",schema:schema12.properties.build.properties.no_cache_filter.type,parentSchema:schema12.properties.build.properties.no_cache_filter,data:data43};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
if(Array.isArray(data43)){
const len10 = data43.length;
for(let i10=0; i10<len10; i10++){
let data44 = data43[i10];
if(typeof data44 !== "string"){
const err52 = {instancePath:instancePath+"/build/no_cache_filter/" + i10,schemaPath:"#/properties/build/properties/no_cache_filter/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.build.properties.no_cache_filter.items.type,parentSchema:schema12.properties.build.properties.no_cache_filter.items,data:data44};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
}
}
}
if(data26.pull !== undefined){
let data45 = data26.pull;
if((typeof data45 !== "boolean") && (typeof data45 !== "string")){
const err53 = {instancePath:instancePath+"/build/pull",schemaPath:"#/properties/build/properties/pull/type",keyword:"type",params:{type: schema12.properties.build.properties.pull.type},message:"must be boolean,string",schema:schema12.properties.build.properties.pull.type,parentSchema:schema12.properties.build.properties.pull,data:data45};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
}
if(data26.network !== undefined){
let data46 = data26.network;
if(typeof data46 !== "string"){
const err54 = {instancePath:instancePath+"/build/network",schemaPath:"#/properties/build/properties/network/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.build.properties.network.type,parentSchema:schema12.properties.build.properties.network,data:data46};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
}
if(data26.cache_from !== undefined){
let data47 = data26.cache_from;
if(Array.isArray(data47)){
const len11 = data47.length;
for(let i11=0; i11<len11; i11++){
let data48 = data47[i11];
if(typeof data48 !== "string"){
const err55 = {instancePath:instancePath+"/build/cache_from/" + i11,schemaPath:"#/properties/build/properties/cache_from/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.build.properties.cache_from.items.type,parentSchema:schema12.properties.build.properties.cache_from.items,data:data48};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
}
}
else {
const err56 = {instancePath:instancePath+"/build/cache_from",schemaPath:"#/properties/build/properties/cache_from/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.build.properties.cache_from.type,parentSchema:schema12.properties.build.properties.cache_from,data:data47};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
}
if(data26.cache_to !== undefined){
let data49 = data26.cache_to;
if(Array.isArray(data49)){
const len12 = data49.length;
for(let i12=0; i12<len12; i12++){
let data50 = data49[i12];
if(typeof data50 !== "string"){
const err57 = {instancePath:instancePath+"/build/cache_to/" + i12,schemaPath:"#/properties/build/properties/cache_to/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.build.properties.cache_to.items.type,parentSchema:schema12.properties.build.properties.cache_to.items,data:data50};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
}
}
else {
const err58 = {instancePath:instancePath+"/build/cache_to",schemaPath:"#/properties/build/properties/cache_to/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.build.properties.cache_to.type,parentSchema:schema12.properties.build.properties.cache_to,data:data49};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
}
if(data26.platforms !== undefined){
let data51 = data26.platforms;
if(Array.isArray(data51)){
const len13 = data51.length;
for(let i13=0; i13<len13; i13++){
let data52 = data51[i13];
if(typeof data52 !== "string"){
const err59 = {instancePath:instancePath+"/build/platforms/" + i13,schemaPath:"#/properties/build/properties/platforms/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.build.properties.platforms.items.type,parentSchema:schema12.properties.build.properties.platforms.items,data:data52};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
}
}
else {
const err60 = {instancePath:instancePath+"/build/platforms",schemaPath:"#/properties/build/properties/platforms/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.build.properties.platforms.type,parentSchema:schema12.properties.build.properties.platforms,data:data51};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
}
if(data26.secrets !== undefined){
let data53 = data26.secrets;
if(Array.isArray(data53)){
const len14 = data53.length;
for(let i14=0; i14<len14; i14++){
let data54 = data53[i14];
if((typeof data54 !== "string") && (!(data54 && typeof data54 == "object" && !Array.isArray(data54)))){
const err61 = {instancePath:instancePath+"/build/secrets/" + i14,schemaPath:"#/properties/build/properties/secrets/items/type",keyword:"type",params:{type: schema12.properties.build.properties.secrets.items.type},message:"must be string,object",schema:schema12.properties.build.properties.secrets.items.type,parentSchema:schema12.properties.build.properties.secrets.items,data:data54};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
if(data54 && typeof data54 == "object" && !Array.isArray(data54)){
for(const key12 in data54){
if(!((((((key12 === "source") || (key12 === "target")) || (key12 === "uid")) || (key12 === "gid")) || (key12 === "mode")) || (pattern0.test(key12)))){
const err62 = {instancePath:instancePath+"/build/secrets/" + i14,schemaPath:"#/properties/build/properties/secrets/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key12},message:"must NOT have additional properties",schema:false,parentSchema:schema12.properties.build.properties.secrets.items,data:data54};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
}
if(data54.source !== undefined){
let data55 = data54.source;
if(typeof data55 !== "string"){
const err63 = {instancePath:instancePath+"/build/secrets/" + i14+"/source",schemaPath:"#/properties/build/properties/secrets/items/properties/source/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.build.properties.secrets.items.properties.source.type,parentSchema:schema12.properties.build.properties.secrets.items.properties.source,data:data55};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
}
if(data54.target !== undefined){
let data56 = data54.target;
if(typeof data56 !== "string"){
const err64 = {instancePath:instancePath+"/build/secrets/" + i14+"/target",schemaPath:"#/properties/build/properties/secrets/items/properties/target/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.build.properties.secrets.items.properties.target.type,parentSchema:schema12.properties.build.properties.secrets.items.properties.target,data:data56};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
}
if(data54.uid !== undefined){
let data57 = data54.uid;
if(typeof data57 !== "string"){
const err65 = {instancePath:instancePath+"/build/secrets/" + i14+"/uid",schemaPath:"#/properties/build/properties/secrets/items/properties/uid/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.build.properties.secrets.items.properties.uid.type,parentSchema:schema12.properties.build.properties.secrets.items.properties.uid,data:data57};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
}
if(data54.gid !== undefined){
let data58 = data54.gid;
if(typeof data58 !== "string"){
const err66 = {instancePath:instancePath+"/build/secrets/" + i14+"/gid",schemaPath:"#/properties/build/properties/secrets/items/properties/gid/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.build.properties.secrets.items.properties.gid.type,parentSchema:schema12.properties.build.properties.secrets.items.properties.gid,data:data58};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
}
if(data54.mode !== undefined){
let data59 = data54.mode;
if((!((typeof data59 == "number") && (isFinite(data59)))) && (typeof data59 !== "string")){
const err67 = {instancePath:instancePath+"/build/secrets/" + i14+"/mode",schemaPath:"#/properties/build/properties/secrets/items/properties/mode/type",keyword:"type",params:{type: schema12.properties.build.properties.secrets.items.properties.mode.type},message:"must be number,string",schema:schema12.properties.build.properties.secrets.items.properties.mode.type,parentSchema:schema12.properties.build.properties.secrets.items.properties.mode,data:data59};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
}
}
}
}
else {
const err68 = {instancePath:instancePath+"/build/secrets",schemaPath:"#/properties/build/properties/secrets/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.build.properties.secrets.type,parentSchema:schema12.properties.build.properties.secrets,data:data53};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
}
if(data26.ssh !== undefined){
let data60 = data26.ssh;
if(!data60 || typeof data60 != "object"){
const err69 = {instancePath:instancePath+"/build/ssh",schemaPath:"#/properties/build/properties/ssh/type",keyword:"type",params:{type: schema12.properties.build.properties.ssh.type},message:"must be object,array",schema:schema12.properties.build.properties.ssh.type,parentSchema:schema12.properties.build.properties.ssh,data:data60};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
if(Array.isArray(data60)){
const len15 = data60.length;
for(let i15=0; i15<len15; i15++){
let data61 = data60[i15];
if(typeof data61 !== "string"){
const err70 = {instancePath:instancePath+"/build/ssh/" + i15,schemaPath:"#/properties/build/properties/ssh/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.build.properties.ssh.items.type,parentSchema:schema12.properties.build.properties.ssh.items,data:data61};
if(vErrors === null){
vErrors = [err70];
}
else {
vErrors.push(err70);
}
errors++;
}
}
}
if(data60 && typeof data60 == "object" && !Array.isArray(data60)){
for(const key13 in data60){
let data62 = data60[key13];
if((((typeof data62 !== "string") && (!((typeof data62 == "number") && (isFinite(data62))))) && (typeof data62 !== "boolean")) && (data62 !== null)){
const err71 = {instancePath:instancePath+"/build/ssh/" + key13.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/build/properties/ssh/additionalProperties/type",keyword:"type",params:{type: schema12.properties.build.properties.ssh.additionalProperties.type},message:"must be string,number,boolean,null",schema:schema12.properties.build.properties.ssh.additionalProperties.type,parentSchema:schema12.properties.build.properties.ssh.additionalProperties,data:data62};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
}
}
}
if(data26.shm_size !== undefined){
let data63 = data26.shm_size;
if((!(((typeof data63 == "number") && (!(data63 % 1) && !isNaN(data63))) && (isFinite(data63)))) && (typeof data63 !== "string")){
const err72 = {instancePath:instancePath+"/build/shm_size",schemaPath:"#/properties/build/properties/shm_size/type",keyword:"type",params:{type: schema12.properties.build.properties.shm_size.type},message:"must be integer,string",schema:schema12.properties.build.properties.shm_size.type,parentSchema:schema12.properties.build.properties.shm_size,data:data63};
if(vErrors === null){
vErrors = [err72];
}
else {
vErrors.push(err72);
}
errors++;
}
}
if(data26.ulimits !== undefined){
let data64 = data26.ulimits;
if(data64 && typeof data64 == "object" && !Array.isArray(data64)){
for(const key14 in data64){
const _errs145 = errors;
if(typeof key14 === "string"){
if(!pattern11.test(key14)){
const err73 = {instancePath:instancePath+"/build/ulimits",schemaPath:"#/properties/build/properties/ulimits/propertyNames/pattern",keyword:"pattern",params:{pattern: "^[a-z]+$"},message:"must match pattern \""+"^[a-z]+$"+"\"",schema:"^[a-z]+$",parentSchema:schema12.properties.build.properties.ulimits.propertyNames,data:key14,propertyName:key14};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
}
var valid46 = _errs145 === errors;
if(!valid46){
const err74 = {instancePath:instancePath+"/build/ulimits",schemaPath:"#/properties/build/properties/ulimits/propertyNames",keyword:"propertyNames",params:{propertyName: key14},message:"property name must be valid",schema:schema12.properties.build.properties.ulimits.propertyNames,parentSchema:schema12.properties.build.properties.ulimits,data:data64};
if(vErrors === null){
vErrors = [err74];
}
else {
vErrors.push(err74);
}
errors++;
}
}
for(const key15 in data64){
let data65 = data64[key15];
if(((!(((typeof data65 == "number") && (!(data65 % 1) && !isNaN(data65))) && (isFinite(data65)))) && (typeof data65 !== "string")) && (!(data65 && typeof data65 == "object" && !Array.isArray(data65)))){
const err75 = {instancePath:instancePath+"/build/ulimits/" + key15.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/build/properties/ulimits/additionalProperties/type",keyword:"type",params:{type: schema12.properties.build.properties.ulimits.additionalProperties.type},message:"must be integer,string,object",schema:schema12.properties.build.properties.ulimits.additionalProperties.type,parentSchema:schema12.properties.build.properties.ulimits.additionalProperties,data:data65};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
if(data65 && typeof data65 == "object" && !Array.isArray(data65)){
if(data65.soft === undefined){
const err76 = {instancePath:instancePath+"/build/ulimits/" + key15.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/build/properties/ulimits/additionalProperties/required",keyword:"required",params:{missingProperty: "soft"},message:"must have required property '"+"soft"+"'",schema:schema12.properties.build.properties.ulimits.additionalProperties.required,parentSchema:schema12.properties.build.properties.ulimits.additionalProperties,data:data65};
if(vErrors === null){
vErrors = [err76];
}
else {
vErrors.push(err76);
}
errors++;
}
if(data65.hard === undefined){
const err77 = {instancePath:instancePath+"/build/ulimits/" + key15.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/build/properties/ulimits/additionalProperties/required",keyword:"required",params:{missingProperty: "hard"},message:"must have required property '"+"hard"+"'",schema:schema12.properties.build.properties.ulimits.additionalProperties.required,parentSchema:schema12.properties.build.properties.ulimits.additionalProperties,data:data65};
if(vErrors === null){
vErrors = [err77];
}
else {
vErrors.push(err77);
}
errors++;
}
for(const key16 in data65){
if(!(((key16 === "soft") || (key16 === "hard")) || (pattern0.test(key16)))){
const err78 = {instancePath:instancePath+"/build/ulimits/" + key15.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/build/properties/ulimits/additionalProperties/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key16},message:"must NOT have additional properties",schema:false,parentSchema:schema12.properties.build.properties.ulimits.additionalProperties,data:data65};
if(vErrors === null){
vErrors = [err78];
}
else {
vErrors.push(err78);
}
errors++;
}
}
if(data65.soft !== undefined){
let data66 = data65.soft;
if((!(((typeof data66 == "number") && (!(data66 % 1) && !isNaN(data66))) && (isFinite(data66)))) && (typeof data66 !== "string")){
const err79 = {instancePath:instancePath+"/build/ulimits/" + key15.replace(/~/g, "~0").replace(/\//g, "~1")+"/soft",schemaPath:"#/properties/build/properties/ulimits/additionalProperties/properties/soft/type",keyword:"type",params:{type: schema12.properties.build.properties.ulimits.additionalProperties.properties.soft.type},message:"must be integer,string",schema:schema12.properties.build.properties.ulimits.additionalProperties.properties.soft.type,parentSchema:schema12.properties.build.properties.ulimits.additionalProperties.properties.soft,data:data66};
if(vErrors === null){
vErrors = [err79];
}
else {
vErrors.push(err79);
}
errors++;
}
}
if(data65.hard !== undefined){
let data67 = data65.hard;
if((!(((typeof data67 == "number") && (!(data67 % 1) && !isNaN(data67))) && (isFinite(data67)))) && (typeof data67 !== "string")){
const err80 = {instancePath:instancePath+"/build/ulimits/" + key15.replace(/~/g, "~0").replace(/\//g, "~1")+"/hard",schemaPath:"#/properties/build/properties/ulimits/additionalProperties/properties/hard/type",keyword:"type",params:{type: schema12.properties.build.properties.ulimits.additionalProperties.properties.hard.type},message:"must be integer,string",schema:schema12.properties.build.properties.ulimits.additionalProperties.properties.hard.type,parentSchema:schema12.properties.build.properties.ulimits.additionalProperties.properties.hard,data:data67};
if(vErrors === null){
vErrors = [err80];
}
else {
vErrors.push(err80);
}
errors++;
}
}
}
}
}
else {
const err81 = {instancePath:instancePath+"/build/ulimits",schemaPath:"#/properties/build/properties/ulimits/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema12.properties.build.properties.ulimits.type,parentSchema:schema12.properties.build.properties.ulimits,data:data64};
if(vErrors === null){
vErrors = [err81];
}
else {
vErrors.push(err81);
}
errors++;
}
}
if(data26.extra_hosts !== undefined){
let data68 = data26.extra_hosts;
if(!data68 || typeof data68 != "object"){
const err82 = {instancePath:instancePath+"/build/extra_hosts",schemaPath:"#/properties/build/properties/extra_hosts/type",keyword:"type",params:{type: schema12.properties.build.properties.extra_hosts.type},message:"must be object,array",schema:schema12.properties.build.properties.extra_hosts.type,parentSchema:schema12.properties.build.properties.extra_hosts,data:data68};
if(vErrors === null){
vErrors = [err82];
}
else {
vErrors.push(err82);
}
errors++;
}
if(Array.isArray(data68)){
const len16 = data68.length;
for(let i16=0; i16<len16; i16++){
let data69 = data68[i16];
if(typeof data69 !== "string"){
const err83 = {instancePath:instancePath+"/build/extra_hosts/" + i16,schemaPath:"#/properties/build/properties/extra_hosts/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.build.properties.extra_hosts.items.type,parentSchema:schema12.properties.build.properties.extra_hosts.items,data:data69};
if(vErrors === null){
vErrors = [err83];
}
else {
vErrors.push(err83);
}
errors++;
}
}
}
if(data68 && typeof data68 == "object" && !Array.isArray(data68)){
for(const key17 in data68){
let data70 = data68[key17];
if((typeof data70 !== "string") && (!(Array.isArray(data70)))){
const err84 = {instancePath:instancePath+"/build/extra_hosts/" + key17.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/build/properties/extra_hosts/additionalProperties/type",keyword:"type",params:{type: schema12.properties.build.properties.extra_hosts.additionalProperties.type},message:"must be string,array",schema:schema12.properties.build.properties.extra_hosts.additionalProperties.type,parentSchema:schema12.properties.build.properties.extra_hosts.additionalProperties,data:data70};
if(vErrors === null){
vErrors = [err84];
}
else {
vErrors.push(err84);
}
errors++;
}
if(Array.isArray(data70)){
const len17 = data70.length;
for(let i17=0; i17<len17; i17++){
let data71 = data70[i17];
if(typeof data71 !== "string"){
const err85 = {instancePath:instancePath+"/build/extra_hosts/" + key17.replace(/~/g, "~0").replace(/\//g, "~1")+"/" + i17,schemaPath:"#/properties/build/properties/extra_hosts/additionalProperties/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.build.properties.extra_hosts.additionalProperties.items.type,parentSchema:schema12.properties.build.properties.extra_hosts.additionalProperties.items,data:data71};
if(vErrors === null){
vErrors = [err85];
}
else {
vErrors.push(err85);
}
errors++;
}
}
}
}
}
}
if(data26.isolation !== undefined){
let data72 = data26.isolation;
if(typeof data72 !== "string"){
const err86 = {instancePath:instancePath+"/build/isolation",schemaPath:"#/properties/build/properties/isolation/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.build.properties.isolation.type,parentSchema:schema12.properties.build.properties.isolation,data:data72};
if(vErrors === null){
vErrors = [err86];
}
else {
vErrors.push(err86);
}
errors++;
}
}
if(data26.privileged !== undefined){
let data73 = data26.privileged;
if((typeof data73 !== "boolean") && (typeof data73 !== "string")){
const err87 = {instancePath:instancePath+"/build/privileged",schemaPath:"#/properties/build/properties/privileged/type",keyword:"type",params:{type: schema12.properties.build.properties.privileged.type},message:"must be boolean,string",schema:schema12.properties.build.properties.privileged.type,parentSchema:schema12.properties.build.properties.privileged,data:data73};
if(vErrors === null){
vErrors = [err87];
}
else {
vErrors.push(err87);
}
errors++;
}
}
if(data26.entitlements !== undefined){
let data74 = data26.entitlements;
if(Array.isArray(data74)){
const len18 = data74.length;
for(let i18=0; i18<len18; i18++){
let data75 = data74[i18];
if(typeof data75 !== "string"){
const err88 = {instancePath:instancePath+"/build/entitlements/" + i18,schemaPath:"#/properties/build/properties/entitlements/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.build.properties.entitlements.items.type,parentSchema:schema12.properties.build.properties.entitlements.items,data:data75};
if(vErrors === null){
vErrors = [err88];
}
else {
vErrors.push(err88);
}
errors++;
}
}
}
else {
const err89 = {instancePath:instancePath+"/build/entitlements",schemaPath:"#/properties/build/properties/entitlements/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.build.properties.entitlements.type,parentSchema:schema12.properties.build.properties.entitlements,data:data74};
if(vErrors === null){
vErrors = [err89];
}
else {
vErrors.push(err89);
}
errors++;
}
}
if(data26.provenance !== undefined){
let data76 = data26.provenance;
if((typeof data76 !== "boolean") && (typeof data76 !== "string")){
const err90 = {instancePath:instancePath+"/build/provenance",schemaPath:"#/properties/build/properties/provenance/type",keyword:"type",params:{type: schema12.properties.build.properties.provenance.type},message:"must be boolean,string",schema:schema12.properties.build.properties.provenance.type,parentSchema:schema12.properties.build.properties.provenance,data:data76};
if(vErrors === null){
vErrors = [err90];
}
else {
vErrors.push(err90);
}
errors++;
}
}
if(data26.sbom !== undefined){
let data77 = data26.sbom;
if((typeof data77 !== "boolean") && (typeof data77 !== "string")){
const err91 = {instancePath:instancePath+"/build/sbom",schemaPath:"#/properties/build/properties/sbom/type",keyword:"type",params:{type: schema12.properties.build.properties.sbom.type},message:"must be boolean,string",schema:schema12.properties.build.properties.sbom.type,parentSchema:schema12.properties.build.properties.sbom,data:data77};
if(vErrors === null){
vErrors = [err91];
}
else {
vErrors.push(err91);
}
errors++;
}
}
}
}
if(data.cap_add !== undefined){
let data78 = data.cap_add;
if(Array.isArray(data78)){
const len19 = data78.length;
for(let i19=0; i19<len19; i19++){
let data79 = data78[i19];
if(typeof data79 !== "string"){
const err92 = {instancePath:instancePath+"/cap_add/" + i19,schemaPath:"#/properties/cap_add/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.cap_add.items.type,parentSchema:schema12.properties.cap_add.items,data:data79};
if(vErrors === null){
vErrors = [err92];
}
else {
vErrors.push(err92);
}
errors++;
}
}
}
else {
const err93 = {instancePath:instancePath+"/cap_add",schemaPath:"#/properties/cap_add/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.cap_add.type,parentSchema:schema12.properties.cap_add,data:data78};
if(vErrors === null){
vErrors = [err93];
}
else {
vErrors.push(err93);
}
errors++;
}
}
if(data.cap_drop !== undefined){
let data80 = data.cap_drop;
if(Array.isArray(data80)){
const len20 = data80.length;
for(let i20=0; i20<len20; i20++){
let data81 = data80[i20];
if(typeof data81 !== "string"){
const err94 = {instancePath:instancePath+"/cap_drop/" + i20,schemaPath:"#/properties/cap_drop/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.cap_drop.items.type,parentSchema:schema12.properties.cap_drop.items,data:data81};
if(vErrors === null){
vErrors = [err94];
}
else {
vErrors.push(err94);
}
errors++;
}
}
}
else {
const err95 = {instancePath:instancePath+"/cap_drop",schemaPath:"#/properties/cap_drop/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.cap_drop.type,parentSchema:schema12.properties.cap_drop,data:data80};
if(vErrors === null){
vErrors = [err95];
}
else {
vErrors.push(err95);
}
errors++;
}
}
if(data.cgroup !== undefined){
let data82 = data.cgroup;
if(typeof data82 !== "string"){
const err96 = {instancePath:instancePath+"/cgroup",schemaPath:"#/properties/cgroup/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.cgroup.type,parentSchema:schema12.properties.cgroup,data:data82};
if(vErrors === null){
vErrors = [err96];
}
else {
vErrors.push(err96);
}
errors++;
}
if(!((data82 === "host") || (data82 === "private"))){
const err97 = {instancePath:instancePath+"/cgroup",schemaPath:"#/properties/cgroup/enum",keyword:"enum",params:{allowedValues: schema12.properties.cgroup.enum},message:"must be equal to one of the allowed values",schema:schema12.properties.cgroup.enum,parentSchema:schema12.properties.cgroup,data:data82};
if(vErrors === null){
vErrors = [err97];
}
else {
vErrors.push(err97);
}
errors++;
}
}
if(data.cgroup_parent !== undefined){
let data83 = data.cgroup_parent;
if(typeof data83 !== "string"){
const err98 = {instancePath:instancePath+"/cgroup_parent",schemaPath:"#/properties/cgroup_parent/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.cgroup_parent.type,parentSchema:schema12.properties.cgroup_parent,data:data83};
if(vErrors === null){
vErrors = [err98];
}
else {
vErrors.push(err98);
}
errors++;
}
}
if(data.command !== undefined){
let data84 = data.command;
if(((typeof data84 !== "string") && (!(Array.isArray(data84)))) && (data84 !== null)){
const err99 = {instancePath:instancePath+"/command",schemaPath:"#/$defs/command/type",keyword:"type",params:{type: schema13.type},message:"must be string,array,null",schema:schema13.type,parentSchema:schema13,data:data84};
if(vErrors === null){
vErrors = [err99];
}
else {
vErrors.push(err99);
}
errors++;
}
if(Array.isArray(data84)){
const len21 = data84.length;
for(let i21=0; i21<len21; i21++){
let data85 = data84[i21];
if(typeof data85 !== "string"){
const err100 = {instancePath:instancePath+"/command/" + i21,schemaPath:"#/$defs/command/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema13.items.type,parentSchema:schema13.items,data:data85};
if(vErrors === null){
vErrors = [err100];
}
else {
vErrors.push(err100);
}
errors++;
}
}
}
}
if(data.configs !== undefined){
let data86 = data.configs;
if(Array.isArray(data86)){
const len22 = data86.length;
for(let i22=0; i22<len22; i22++){
let data87 = data86[i22];
if((typeof data87 !== "string") && (!(data87 && typeof data87 == "object" && !Array.isArray(data87)))){
const err101 = {instancePath:instancePath+"/configs/" + i22,schemaPath:"#/properties/configs/items/type",keyword:"type",params:{type: schema12.properties.configs.items.type},message:"must be string,object",schema:schema12.properties.configs.items.type,parentSchema:schema12.properties.configs.items,data:data87};
if(vErrors === null){
vErrors = [err101];
}
else {
vErrors.push(err101);
}
errors++;
}
if(data87 && typeof data87 == "object" && !Array.isArray(data87)){
for(const key18 in data87){
if(!((((((key18 === "source") || (key18 === "target")) || (key18 === "uid")) || (key18 === "gid")) || (key18 === "mode")) || (pattern0.test(key18)))){
const err102 = {instancePath:instancePath+"/configs/" + i22,schemaPath:"#/properties/configs/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key18},message:"must NOT have additional properties",schema:false,parentSchema:schema12.properties.configs.items,data:data87};
if(vErrors === null){
vErrors = [err102];
}
else {
vErrors.push(err102);
}
errors++;
}
}
if(data87.source !== undefined){
let data88 = data87.source;
if(typeof data88 !== "string"){
const err103 = {instancePath:instancePath+"/configs/" + i22+"/source",schemaPath:"#/properties/configs/items/properties/source/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.configs.items.properties.source.type,parentSchema:schema12.properties.configs.items.properties.source,data:data88};
if(vErrors === null){
vErrors = [err103];
}
else {
vErrors.push(err103);
}
errors++;
}
}
if(data87.target !== undefined){
let data89 = data87.target;
if(typeof data89 !== "string"){
const err104 = {instancePath:instancePath+"/configs/" + i22+"/target",schemaPath:"#/properties/configs/items/properties/target/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.configs.items.properties.target.type,parentSchema:schema12.properties.configs.items.properties.target,data:data89};
if(vErrors === null){
vErrors = [err104];
}
else {
vErrors.push(err104);
}
errors++;
}
}
if(data87.uid !== undefined){
let data90 = data87.uid;
if(typeof data90 !== "string"){
const err105 = {instancePath:instancePath+"/configs/" + i22+"/uid",schemaPath:"#/properties/configs/items/properties/uid/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.configs.items.properties.uid.type,parentSchema:schema12.properties.configs.items.properties.uid,data:data90};
if(vErrors === null){
vErrors = [err105];
}
else {
vErrors.push(err105);
}
errors++;
}
}
if(data87.gid !== undefined){
let data91 = data87.gid;
if(typeof data91 !== "string"){
const err106 = {instancePath:instancePath+"/configs/" + i22+"/gid",schemaPath:"#/properties/configs/items/properties/gid/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.configs.items.properties.gid.type,parentSchema:schema12.properties.configs.items.properties.gid,data:data91};
if(vErrors === null){
vErrors = [err106];
}
else {
vErrors.push(err106);
}
errors++;
}
}
if(data87.mode !== undefined){
let data92 = data87.mode;
if((!((typeof data92 == "number") && (isFinite(data92)))) && (typeof data92 !== "string")){
const err107 = {instancePath:instancePath+"/configs/" + i22+"/mode",schemaPath:"#/properties/configs/items/properties/mode/type",keyword:"type",params:{type: schema12.properties.configs.items.properties.mode.type},message:"must be number,string",schema:schema12.properties.configs.items.properties.mode.type,parentSchema:schema12.properties.configs.items.properties.mode,data:data92};
if(vErrors === null){
vErrors = [err107];
}
else {
vErrors.push(err107);
}
errors++;
}
}
}
}
}
else {
const err108 = {instancePath:instancePath+"/configs",schemaPath:"#/properties/configs/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.configs.type,parentSchema:schema12.properties.configs,data:data86};
if(vErrors === null){
vErrors = [err108];
}
else {
vErrors.push(err108);
}
errors++;
}
}
if(data.container_name !== undefined){
let data93 = data.container_name;
if(typeof data93 === "string"){
if(!pattern14.test(data93)){
const err109 = {instancePath:instancePath+"/container_name",schemaPath:"#/properties/container_name/pattern",keyword:"pattern",params:{pattern: "^[a-zA-Z0-9][a-zA-Z0-9_.-]+$"},message:"must match pattern \""+"^[a-zA-Z0-9][a-zA-Z0-9_.-]+$"+"\"",schema:"^[a-zA-Z0-9][a-zA-Z0-9_.-]+$",parentSchema:schema12.properties.container_name,data:data93};
if(vErrors === null){
vErrors = [err109];
}
else {
vErrors.push(err109);
}
errors++;
}
}
else {
const err110 = {instancePath:instancePath+"/container_name",schemaPath:"#/properties/container_name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.container_name.type,parentSchema:schema12.properties.container_name,data:data93};
if(vErrors === null){
vErrors = [err110];
}
else {
vErrors.push(err110);
}
errors++;
}
}
if(data.cpu_count !== undefined){
let data94 = data.cpu_count;
if((!(((typeof data94 == "number") && (!(data94 % 1) && !isNaN(data94))) && (isFinite(data94)))) && (typeof data94 !== "string")){
const err111 = {instancePath:instancePath+"/cpu_count",schemaPath:"#/properties/cpu_count/type",keyword:"type",params:{type: schema12.properties.cpu_count.type},message:"must be integer,string",schema:schema12.properties.cpu_count.type,parentSchema:schema12.properties.cpu_count,data:data94};
if(vErrors === null){
vErrors = [err111];
}
else {
vErrors.push(err111);
}
errors++;
}
}
if(data.cpu_percent !== undefined){
let data95 = data.cpu_percent;
if((!((typeof data95 == "number") && (isFinite(data95)))) && (typeof data95 !== "string")){
const err112 = {instancePath:instancePath+"/cpu_percent",schemaPath:"#/properties/cpu_percent/type",keyword:"type",params:{type: schema12.properties.cpu_percent.type},message:"must be number,string",schema:schema12.properties.cpu_percent.type,parentSchema:schema12.properties.cpu_percent,data:data95};
if(vErrors === null){
vErrors = [err112];
}
else {
vErrors.push(err112);
}
errors++;
}
}
if(data.cpu_period !== undefined){
let data96 = data.cpu_period;
if((!((typeof data96 == "number") && (isFinite(data96)))) && (typeof data96 !== "string")){
const err113 = {instancePath:instancePath+"/cpu_period",schemaPath:"#/properties/cpu_period/type",keyword:"type",params:{type: schema12.properties.cpu_period.type},message:"must be number,string",schema:schema12.properties.cpu_period.type,parentSchema:schema12.properties.cpu_period,data:data96};
if(vErrors === null){
vErrors = [err113];
}
else {
vErrors.push(err113);
}
errors++;
}
}
if(data.cpu_quota !== undefined){
let data97 = data.cpu_quota;
if((!((typeof data97 == "number") && (isFinite(data97)))) && (typeof data97 !== "string")){
const err114 = {instancePath:instancePath+"/cpu_quota",schemaPath:"#/properties/cpu_quota/type",keyword:"type",params:{type: schema12.properties.cpu_quota.type},message:"must be number,string",schema:schema12.properties.cpu_quota.type,parentSchema:schema12.properties.cpu_quota,data:data97};
if(vErrors === null){
vErrors = [err114];
}
else {
vErrors.push(err114);
}
errors++;
}
}
if(data.cpu_rt_period !== undefined){
let data98 = data.cpu_rt_period;
if((!((typeof data98 == "number") && (isFinite(data98)))) && (typeof data98 !== "string")){
const err115 = {instancePath:instancePath+"/cpu_rt_period",schemaPath:"#/properties/cpu_rt_period/type",keyword:"type",params:{type: schema12.properties.cpu_rt_period.type},message:"must be number,string",schema:schema12.properties.cpu_rt_period.type,parentSchema:schema12.properties.cpu_rt_period,data:data98};
if(vErrors === null){
vErrors = [err115];
}
else {
vErrors.push(err115);
}
errors++;
}
}
if(data.cpu_rt_runtime !== undefined){
let data99 = data.cpu_rt_runtime;
if((!((typeof data99 == "number") && (isFinite(data99)))) && (typeof data99 !== "string")){
const err116 = {instancePath:instancePath+"/cpu_rt_runtime",schemaPath:"#/properties/cpu_rt_runtime/type",keyword:"type",params:{type: schema12.properties.cpu_rt_runtime.type},message:"must be number,string",schema:schema12.properties.cpu_rt_runtime.type,parentSchema:schema12.properties.cpu_rt_runtime,data:data99};
if(vErrors === null){
vErrors = [err116];
}
else {
vErrors.push(err116);
}
errors++;
}
}
if(data.cpu_shares !== undefined){
let data100 = data.cpu_shares;
if((!((typeof data100 == "number") && (isFinite(data100)))) && (typeof data100 !== "string")){
const err117 = {instancePath:instancePath+"/cpu_shares",schemaPath:"#/properties/cpu_shares/type",keyword:"type",params:{type: schema12.properties.cpu_shares.type},message:"must be number,string",schema:schema12.properties.cpu_shares.type,parentSchema:schema12.properties.cpu_shares,data:data100};
if(vErrors === null){
vErrors = [err117];
}
else {
vErrors.push(err117);
}
errors++;
}
}
if(data.cpus !== undefined){
let data101 = data.cpus;
if((!((typeof data101 == "number") && (isFinite(data101)))) && (typeof data101 !== "string")){
const err118 = {instancePath:instancePath+"/cpus",schemaPath:"#/properties/cpus/type",keyword:"type",params:{type: schema12.properties.cpus.type},message:"must be number,string",schema:schema12.properties.cpus.type,parentSchema:schema12.properties.cpus,data:data101};
if(vErrors === null){
vErrors = [err118];
}
else {
vErrors.push(err118);
}
errors++;
}
}
if(data.cpuset !== undefined){
let data102 = data.cpuset;
if(typeof data102 !== "string"){
const err119 = {instancePath:instancePath+"/cpuset",schemaPath:"#/properties/cpuset/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.cpuset.type,parentSchema:schema12.properties.cpuset,data:data102};
if(vErrors === null){
vErrors = [err119];
}
else {
vErrors.push(err119);
}
errors++;
}
}
if(data.credential_spec !== undefined){
let data103 = data.credential_spec;
if(data103 && typeof data103 == "object" && !Array.isArray(data103)){
for(const key19 in data103){
if(!((((key19 === "config") || (key19 === "file")) || (key19 === "registry")) || (pattern0.test(key19)))){
const err120 = {instancePath:instancePath+"/credential_spec",schemaPath:"#/properties/credential_spec/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key19},message:"must NOT have additional properties",schema:false,parentSchema:schema12.properties.credential_spec,data:data103};
if(vErrors === null){
vErrors = [err120];
}
else {
vErrors.push(err120);
}
errors++;
}
}
if(data103.config !== undefined){
let data104 = data103.config;
if(typeof data104 !== "string"){
const err121 = {instancePath:instancePath+"/credential_spec/config",schemaPath:"#/properties/credential_spec/properties/config/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.credential_spec.properties.config.type,parentSchema:schema12.properties.credential_spec.properties.config,data:data104};
if(vErrors === null){
vErrors = [err121];
}
else {
vErrors.push(err121);
}
errors++;
}
}
if(data103.file !== undefined){
let data105 = data103.file;
if(typeof data105 !== "string"){
const err122 = {instancePath:instancePath+"/credential_spec/file",schemaPath:"#/properties/credential_spec/properties/file/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.credential_spec.properties.file.type,parentSchema:schema12.properties.credential_spec.properties.file,data:data105};
if(vErrors === null){
vErrors = [err122];
}
else {
vErrors.push(err122);
}
errors++;
}
}
if(data103.registry !== undefined){
let data106 = data103.registry;
if(typeof data106 !== "string"){
const err123 = {instancePath:instancePath+"/credential_spec/registry",schemaPath:"#/properties/credential_spec/properties/registry/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.credential_spec.properties.registry.type,parentSchema:schema12.properties.credential_spec.properties.registry,data:data106};
if(vErrors === null){
vErrors = [err123];
}
else {
vErrors.push(err123);
}
errors++;
}
}
}
else {
const err124 = {instancePath:instancePath+"/credential_spec",schemaPath:"#/properties/credential_spec/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema12.properties.credential_spec.type,parentSchema:schema12.properties.credential_spec,data:data103};
if(vErrors === null){
vErrors = [err124];
}
else {
vErrors.push(err124);
}
errors++;
}
}
if(data.depends_on !== undefined){
let data107 = data.depends_on;
if(!data107 || typeof data107 != "object"){
const err125 = {instancePath:instancePath+"/depends_on",schemaPath:"#/properties/depends_on/type",keyword:"type",params:{type: schema12.properties.depends_on.type},message:"must be array,object",schema:schema12.properties.depends_on.type,parentSchema:schema12.properties.depends_on,data:data107};
if(vErrors === null){
vErrors = [err125];
}
else {
vErrors.push(err125);
}
errors++;
}
if(Array.isArray(data107)){
const len23 = data107.length;
for(let i23=0; i23<len23; i23++){
let data108 = data107[i23];
if(typeof data108 !== "string"){
const err126 = {instancePath:instancePath+"/depends_on/" + i23,schemaPath:"#/properties/depends_on/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.depends_on.items.type,parentSchema:schema12.properties.depends_on.items,data:data108};
if(vErrors === null){
vErrors = [err126];
}
else {
vErrors.push(err126);
}
errors++;
}
}
}
if(data107 && typeof data107 == "object" && !Array.isArray(data107)){
for(const key20 in data107){
let data109 = data107[key20];
if(data109 && typeof data109 == "object" && !Array.isArray(data109)){
if(data109.condition === undefined){
const err127 = {instancePath:instancePath+"/depends_on/" + key20.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/depends_on/additionalProperties/required",keyword:"required",params:{missingProperty: "condition"},message:"must have required property '"+"condition"+"'",schema:schema12.properties.depends_on.additionalProperties.required,parentSchema:schema12.properties.depends_on.additionalProperties,data:data109};
if(vErrors === null){
vErrors = [err127];
}
else {
vErrors.push(err127);
}
errors++;
}
for(const key21 in data109){
if(!((((key21 === "condition") || (key21 === "restart")) || (key21 === "required")) || (pattern0.test(key21)))){
const err128 = {instancePath:instancePath+"/depends_on/" + key20.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/depends_on/additionalProperties/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key21},message:"must NOT have additional properties",schema:false,parentSchema:schema12.properties.depends_on.additionalProperties,data:data109};
if(vErrors === null){
vErrors = [err128];
}
else {
vErrors.push(err128);
}
errors++;
}
}
if(data109.condition !== undefined){
let data110 = data109.condition;
if(typeof data110 !== "string"){
const err129 = {instancePath:instancePath+"/depends_on/" + key20.replace(/~/g, "~0").replace(/\//g, "~1")+"/condition",schemaPath:"#/properties/depends_on/additionalProperties/properties/condition/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.depends_on.additionalProperties.properties.condition.type,parentSchema:schema12.properties.depends_on.additionalProperties.properties.condition,data:data110};
if(vErrors === null){
vErrors = [err129];
}
else {
vErrors.push(err129);
}
errors++;
}
if(!(((data110 === "service_started") || (data110 === "service_healthy")) || (data110 === "service_completed_successfully"))){
const err130 = {instancePath:instancePath+"/depends_on/" + key20.replace(/~/g, "~0").replace(/\//g, "~1")+"/condition",schemaPath:"#/properties/depends_on/additionalProperties/properties/condition/enum",keyword:"enum",params:{allowedValues: schema12.properties.depends_on.additionalProperties.properties.condition.enum},message:"must be equal to one of the allowed values",schema:schema12.properties.depends_on.additionalProperties.properties.condition.enum,parentSchema:schema12.properties.depends_on.additionalProperties.properties.condition,data:data110};
if(vErrors === null){
vErrors = [err130];
}
else {
vErrors.push(err130);
}
errors++;
}
}
if(data109.restart !== undefined){
let data111 = data109.restart;
if((typeof data111 !== "boolean") && (typeof data111 !== "string")){
const err131 = {instancePath:instancePath+"/depends_on/" + key20.replace(/~/g, "~0").replace(/\//g, "~1")+"/restart",schemaPath:"#/properties/depends_on/additionalProperties/properties/restart/type",keyword:"type",params:{type: schema12.properties.depends_on.additionalProperties.properties.restart.type},message:"must be boolean,string",schema:schema12.properties.depends_on.additionalProperties.properties.restart.type,parentSchema:schema12.properties.depends_on.additionalProperties.properties.restart,data:data111};
if(vErrors === null){
vErrors = [err131];
}
else {
vErrors.push(err131);
}
errors++;
}
}
if(data109.required !== undefined){
let data112 = data109.required;
if((typeof data112 !== "boolean") && (typeof data112 !== "string")){
const err132 = {instancePath:instancePath+"/depends_on/" + key20.replace(/~/g, "~0").replace(/\//g, "~1")+"/required",schemaPath:"#/properties/depends_on/additionalProperties/properties/required/type",keyword:"type",params:{type: schema12.properties.depends_on.additionalProperties.properties.required.type},message:"must be boolean,string",schema:schema12.properties.depends_on.additionalProperties.properties.required.type,parentSchema:schema12.properties.depends_on.additionalProperties.properties.required,data:data112};
if(vErrors === null){
vErrors = [err132];
}
else {
vErrors.push(err132);
}
errors++;
}
}
}
else {
const err133 = {instancePath:instancePath+"/depends_on/" + key20.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/depends_on/additionalProperties/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema12.properties.depends_on.additionalProperties.type,parentSchema:schema12.properties.depends_on.additionalProperties,data:data109};
if(vErrors === null){
vErrors = [err133];
}
else {
vErrors.push(err133);
}
errors++;
}
}
}
}
if(data.deploy !== undefined){
let data113 = data.deploy;
if(data113 && typeof data113 == "object" && !Array.isArray(data113)){
for(const key22 in data113){
if(!((func2.call(schema12.properties.deploy.properties, key22)) || (pattern0.test(key22)))){
const err134 = {instancePath:instancePath+"/deploy",schemaPath:"#/properties/deploy/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key22},message:"must NOT have additional properties",schema:false,parentSchema:schema12.properties.deploy,data:data113};
if(vErrors === null){
vErrors = [err134];
}
else {
vErrors.push(err134);
}
errors++;
}
}
if(data113.mode !== undefined){
let data114 = data113.mode;
if(typeof data114 !== "string"){
const err135 = {instancePath:instancePath+"/deploy/mode",schemaPath:"#/properties/deploy/properties/mode/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.deploy.properties.mode.type,parentSchema:schema12.properties.deploy.properties.mode,data:data114};
if(vErrors === null){
vErrors = [err135];
}
else {
vErrors.push(err135);
}
errors++;
}
}
if(data113.endpoint_mode !== undefined){
let data115 = data113.endpoint_mode;
if(typeof data115 !== "string"){
const err136 = {instancePath:instancePath+"/deploy/endpoint_mode",schemaPath:"#/properties/deploy/properties/endpoint_mode/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.deploy.properties.endpoint_mode.type,parentSchema:schema12.properties.deploy.properties.endpoint_mode,data:data115};
if(vErrors === null){
vErrors = [err136];
}
else {
vErrors.push(err136);
}
errors++;
}
}
if(data113.replicas !== undefined){
let data116 = data113.replicas;
if((!(((typeof data116 == "number") && (!(data116 % 1) && !isNaN(data116))) && (isFinite(data116)))) && (typeof data116 !== "string")){
const err137 = {instancePath:instancePath+"/deploy/replicas",schemaPath:"#/properties/deploy/properties/replicas/type",keyword:"type",params:{type: schema12.properties.deploy.properties.replicas.type},message:"must be integer,string",schema:schema12.properties.deploy.properties.replicas.type,parentSchema:schema12.properties.deploy.properties.replicas,data:data116};
if(vErrors === null){
vErrors = [err137];
}
else {
vErrors.push(err137);
}
errors++;
}
if((typeof data116 == "number") && (isFinite(data116))){
if(data116 < 0 || isNaN(data116)){
const err138 = {instancePath:instancePath+"/deploy/replicas",schemaPath:"#/properties/deploy/properties/replicas/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema12.properties.deploy.properties.replicas,data:data116};
if(vErrors === null){
vErrors = [err138];
}
else {
vErrors.push(err138);
}
errors++;
}
}
}
if(data113.labels !== undefined){
let data117 = data113.labels;
if(!data117 || typeof data117 != "object"){
const err139 = {instancePath:instancePath+"/deploy/labels",schemaPath:"#/properties/deploy/properties/labels/type",keyword:"type",params:{type: schema12.properties.deploy.properties.labels.type},message:"must be object,array",schema:schema12.properties.deploy.properties.labels.type,parentSchema:schema12.properties.deploy.properties.labels,data:data117};
if(vErrors === null){
vErrors = [err139];
}
else {
vErrors.push(err139);
}
errors++;
}
if(Array.isArray(data117)){
const len24 = data117.length;
for(let i24=0; i24<len24; i24++){
let data118 = data117[i24];
if(typeof data118 !== "string"){
const err140 = {instancePath:instancePath+"/deploy/labels/" + i24,schemaPath:"#/properties/deploy/properties/labels/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.deploy.properties.labels.items.type,parentSchema:schema12.properties.deploy.properties.labels.items,data:data118};
if(vErrors === null){
vErrors = [err140];
}
else {
vErrors.push(err140);
}
errors++;
}
}
}
if(data117 && typeof data117 == "object" && !Array.isArray(data117)){
for(const key23 in data117){
let data119 = data117[key23];
if((((typeof data119 !== "string") && (!((typeof data119 == "number") && (isFinite(data119))))) && (typeof data119 !== "boolean")) && (data119 !== null)){
const err141 = {instancePath:instancePath+"/deploy/labels/" + key23.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/deploy/properties/labels/additionalProperties/type",keyword:"type",params:{type: schema12.properties.deploy.properties.labels.additionalProperties.type},message:"must be string,number,boolean,null",schema:schema12.properties.deploy.properties.labels.additionalProperties.type,parentSchema:schema12.properties.deploy.properties.labels.additionalProperties,data:data119};
if(vErrors === null){
vErrors = [err141];
}
else {
vErrors.push(err141);
}
errors++;
}
}
}
}
if(data113.update_config !== undefined){
let data120 = data113.update_config;
if(data120 && typeof data120 == "object" && !Array.isArray(data120)){
for(const key24 in data120){
if(!(((((((key24 === "parallelism") || (key24 === "delay")) || (key24 === "failure_action")) || (key24 === "monitor")) || (key24 === "max_failure_ratio")) || (key24 === "order")) || (pattern0.test(key24)))){
const err142 = {instancePath:instancePath+"/deploy/update_config",schemaPath:"#/properties/deploy/properties/update_config/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key24},message:"must NOT have additional properties",schema:false,parentSchema:schema12.properties.deploy.properties.update_config,data:data120};
if(vErrors === null){
vErrors = [err142];
}
else {
vErrors.push(err142);
}
errors++;
}
}
if(data120.parallelism !== undefined){
let data121 = data120.parallelism;
if((!(((typeof data121 == "number") && (!(data121 % 1) && !isNaN(data121))) && (isFinite(data121)))) && (typeof data121 !== "string")){
const err143 = {instancePath:instancePath+"/deploy/update_config/parallelism",schemaPath:"#/properties/deploy/properties/update_config/properties/parallelism/type",keyword:"type",params:{type: schema12.properties.deploy.properties.update_config.properties.parallelism.type},message:"must be integer,string",schema:schema12.properties.deploy.properties.update_config.properties.parallelism.type,parentSchema:schema12.properties.deploy.properties.update_config.properties.parallelism,data:data121};
if(vErrors === null){
vErrors = [err143];
}
else {
vErrors.push(err143);
}
errors++;
}
}
if(data120.delay !== undefined){
let data122 = data120.delay;
if(typeof data122 !== "string"){
const err144 = {instancePath:instancePath+"/deploy/update_config/delay",schemaPath:"#/properties/deploy/properties/update_config/properties/delay/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.deploy.properties.update_config.properties.delay.type,parentSchema:schema12.properties.deploy.properties.update_config.properties.delay,data:data122};
if(vErrors === null){
vErrors = [err144];
}
else {
vErrors.push(err144);
}
errors++;
}
}
if(data120.failure_action !== undefined){
let data123 = data120.failure_action;
if(typeof data123 !== "string"){
const err145 = {instancePath:instancePath+"/deploy/update_config/failure_action",schemaPath:"#/properties/deploy/properties/update_config/properties/failure_action/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.deploy.properties.update_config.properties.failure_action.type,parentSchema:schema12.properties.deploy.properties.update_config.properties.failure_action,data:data123};
if(vErrors === null){
vErrors = [err145];
}
else {
vErrors.push(err145);
}
errors++;
}
}
if(data120.monitor !== undefined){
let data124 = data120.monitor;
if(typeof data124 !== "string"){
const err146 = {instancePath:instancePath+"/deploy/update_config/monitor",schemaPath:"#/properties/deploy/properties/update_config/properties/monitor/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.deploy.properties.update_config.properties.monitor.type,parentSchema:schema12.properties.deploy.properties.update_config.properties.monitor,data:data124};
if(vErrors === null){
vErrors = [err146];
}
else {
vErrors.push(err146);
}
errors++;
}
}
if(data120.max_failure_ratio !== undefined){
let data125 = data120.max_failure_ratio;
if((!((typeof data125 == "number") && (isFinite(data125)))) && (typeof data125 !== "string")){
const err147 = {instancePath:instancePath+"/deploy/update_config/max_failure_ratio",schemaPath:"#/properties/deploy/properties/update_config/properties/max_failure_ratio/type",keyword:"type",params:{type: schema12.properties.deploy.properties.update_config.properties.max_failure_ratio.type},message:"must be number,string",schema:schema12.properties.deploy.properties.update_config.properties.max_failure_ratio.type,parentSchema:schema12.properties.deploy.properties.update_config.properties.max_failure_ratio,data:data125};
if(vErrors === null){
vErrors = [err147];
}
else {
vErrors.push(err147);
}
errors++;
}
}
if(data120.order !== undefined){
let data126 = data120.order;
if(typeof data126 !== "string"){
const err148 = {instancePath:instancePath+"/deploy/update_config/order",schemaPath:"#/properties/deploy/properties/update_config/properties/order/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.deploy.properties.update_config.properties.order.type,parentSchema:schema12.properties.deploy.properties.update_config.properties.order,data:data126};
if(vErrors === null){
vErrors = [err148];
}
else {
vErrors.push(err148);
}
errors++;
}
if(!((data126 === "start-first") || (data126 === "stop-first"))){
const err149 = {instancePath:instancePath+"/deploy/update_config/order",schemaPath:"#/properties/deploy/properties/update_config/properties/order/enum",keyword:"enum",params:{allowedValues: schema12.properties.deploy.properties.update_config.properties.order.enum},message:"must be equal to one of the allowed values",schema:schema12.properties.deploy.properties.update_config.properties.order.enum,parentSchema:schema12.properties.deploy.properties.update_config.properties.order,data:data126};
if(vErrors === null){
vErrors = [err149];
}
else {
vErrors.push(err149);
}
errors++;
}
}
}
else {
const err150 = {instancePath:instancePath+"/deploy/update_config",schemaPath:"#/properties/deploy/properties/update_config/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema12.properties.deploy.properties.update_config.type,parentSchema:schema12.properties.deploy.properties.update_config,data:data120};
if(vErrors === null){
vErrors = [err150];
}
else {
vErrors.push(err150);
}
errors++;
}
}
if(data113.rollback_config !== undefined){
let data127 = data113.rollback_config;
if(data127 && typeof data127 == "object" && !Array.isArray(data127)){
for(const key25 in data127){
if(!(((((((key25 === "parallelism") || (key25 === "delay")) || (key25 === "failure_action")) || (key25 === "monitor")) || (key25 === "max_failure_ratio")) || (key25 === "order")) || (pattern0.test(key25)))){
const err151 = {instancePath:instancePath+"/deploy/rollback_config",schemaPath:"#/properties/deploy/properties/rollback_config/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key25},message:"must NOT have additional properties",schema:false,parentSchema:schema12.properties.deploy.properties.rollback_config,data:data127};
if(vErrors === null){
vErrors = [err151];
}
else {
vErrors.push(err151);
}
errors++;
}
}
if(data127.parallelism !== undefined){
let data128 = data127.parallelism;
if((!(((typeof data128 == "number") && (!(data128 % 1) && !isNaN(data128))) && (isFinite(data128)))) && (typeof data128 !== "string")){
const err152 = {instancePath:instancePath+"/deploy/rollback_config/parallelism",schemaPath:"#/properties/deploy/properties/rollback_config/properties/parallelism/type",keyword:"type",params:{type: schema12.properties.deploy.properties.rollback_config.properties.parallelism.type},message:"must be integer,string",schema:schema12.properties.deploy.properties.rollback_config.properties.parallelism.type,parentSchema:schema12.properties.deploy.properties.rollback_config.properties.parallelism,data:data128};
if(vErrors === null){
vErrors = [err152];
}
else {
vErrors.push(err152);
}
errors++;
}
}
if(data127.delay !== undefined){
let data129 = data127.delay;
if(typeof data129 !== "string"){
const err153 = {instancePath:instancePath+"/deploy/rollback_config/delay",schemaPath:"#/properties/deploy/properties/rollback_config/properties/delay/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.deploy.properties.rollback_config.properties.delay.type,parentSchema:schema12.properties.deploy.properties.rollback_config.properties.delay,data:data129};
if(vErrors === null){
vErrors = [err153];
}
else {
vErrors.push(err153);
}
errors++;
}
}
if(data127.failure_action !== undefined){
let data130 = data127.failure_action;
if(typeof data130 !== "string"){
const err154 = {instancePath:instancePath+"/deploy/rollback_config/failure_action",schemaPath:"#/properties/deploy/properties/rollback_config/properties/failure_action/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.deploy.properties.rollback_config.properties.failure_action.type,parentSchema:schema12.properties.deploy.properties.rollback_config.properties.failure_action,data:data130};
if(vErrors === null){
vErrors = [err154];
}
else {
vErrors.push(err154);
}
errors++;
}
}
if(data127.monitor !== undefined){
let data131 = data127.monitor;
if(typeof data131 !== "string"){
const err155 = {instancePath:instancePath+"/deploy/rollback_config/monitor",schemaPath:"#/properties/deploy/properties/rollback_config/properties/monitor/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.deploy.properties.rollback_config.properties.monitor.type,parentSchema:schema12.properties.deploy.properties.rollback_config.properties.monitor,data:data131};
if(vErrors === null){
vErrors = [err155];
}
else {
vErrors.push(err155);
}
errors++;
}
}
if(data127.max_failure_ratio !== undefined){
let data132 = data127.max_failure_ratio;
if((!((typeof data132 == "number") && (isFinite(data132)))) && (typeof data132 !== "string")){
const err156 = {instancePath:instancePath+"/deploy/rollback_config/max_failure_ratio",schemaPath:"#/properties/deploy/properties/rollback_config/properties/max_failure_ratio/type",keyword:"type",params:{type: schema12.properties.deploy.properties.rollback_config.properties.max_failure_ratio.type},message:"must be number,string",schema:schema12.properties.deploy.properties.rollback_config.properties.max_failure_ratio.type,parentSchema:schema12.properties.deploy.properties.rollback_config.properties.max_failure_ratio,data:data132};
if(vErrors === null){
vErrors = [err156];
}
else {
vErrors.push(err156);
}
errors++;
}
}
if(data127.order !== undefined){
let data133 = data127.order;
if(typeof data133 !== "string"){
const err157 = {instancePath:instancePath+"/deploy/rollback_config/order",schemaPath:"#/properties/deploy/properties/rollback_config/properties/order/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.deploy.properties.rollback_config.properties.order.type,parentSchema:schema12.properties.deploy.properties.rollback_config.properties.order,data:data133};
if(vErrors === null){
vErrors = [err157];
}
else {
vErrors.push(err157);
}
errors++;
}
if(!((data133 === "start-first") || (data133 === "stop-first"))){
const err158 = {instancePath:instancePath+"/deploy/rollback_config/order",schemaPath:"#/properties/deploy/properties/rollback_config/properties/order/enum",keyword:"enum",params:{allowedValues: schema12.properties.deploy.properties.rollback_config.properties.order.enum},message:"must be equal to one of the allowed values",schema:schema12.properties.deploy.properties.rollback_config.properties.order.enum,parentSchema:schema12.properties.deploy.properties.rollback_config.properties.order,data:data133};
if(vErrors === null){
vErrors = [err158];
}
else {
vErrors.push(err158);
}
errors++;
}
}
}
else {
const err159 = {instancePath:instancePath+"/deploy/rollback_config",schemaPath:"#/properties/deploy/properties/rollback_config/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema12.properties.deploy.properties.rollback_config.type,parentSchema:schema12.properties.deploy.properties.rollback_config,data:data127};
if(vErrors === null){
vErrors = [err159];
}
else {
vErrors.push(err159);
}
errors++;
}
}
if(data113.resources !== undefined){
let data134 = data113.resources;
if(data134 && typeof data134 == "object" && !Array.isArray(data134)){
for(const key26 in data134){
if(!(((key26 === "limits") || (key26 === "reservations")) || (pattern0.test(key26)))){
const err160 = {instancePath:instancePath+"/deploy/resources",schemaPath:"#/properties/deploy/properties/resources/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key26},message:"must NOT have additional properties",schema:false,parentSchema:schema12.properties.deploy.properties.resources,data:data134};
if(vErrors === null){
vErrors = [err160];
}
else {
vErrors.push(err160);
}
errors++;
}
}
if(data134.limits !== undefined){
let data135 = data134.limits;
if(data135 && typeof data135 == "object" && !Array.isArray(data135)){
for(const key27 in data135){
if(!((((key27 === "cpus") || (key27 === "memory")) || (key27 === "pids")) || (pattern0.test(key27)))){
const err161 = {instancePath:instancePath+"/deploy/resources/limits",schemaPath:"#/properties/deploy/properties/resources/properties/limits/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key27},message:"must NOT have additional properties",schema:false,parentSchema:schema12.properties.deploy.properties.resources.properties.limits,data:data135};
if(vErrors === null){
vErrors = [err161];
}
else {
vErrors.push(err161);
}
errors++;
}
}
if(data135.cpus !== undefined){
let data136 = data135.cpus;
if((!((typeof data136 == "number") && (isFinite(data136)))) && (typeof data136 !== "string")){
const err162 = {instancePath:instancePath+"/deploy/resources/limits/cpus",schemaPath:"#/properties/deploy/properties/resources/properties/limits/properties/cpus/type",keyword:"type",params:{type: schema12.properties.deploy.properties.resources.properties.limits.properties.cpus.type},message:"must be number,string",schema:schema12.properties.deploy.properties.resources.properties.limits.properties.cpus.type,parentSchema:schema12.properties.deploy.properties.resources.properties.limits.properties.cpus,data:data136};
if(vErrors === null){
vErrors = [err162];
}
else {
vErrors.push(err162);
}
errors++;
}
}
if(data135.memory !== undefined){
let data137 = data135.memory;
if(typeof data137 !== "string"){
const err163 = {instancePath:instancePath+"/deploy/resources/limits/memory",schemaPath:"#/properties/deploy/properties/resources/properties/limits/properties/memory/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.deploy.properties.resources.properties.limits.properties.memory.type,parentSchema:schema12.properties.deploy.properties.resources.properties.limits.properties.memory,data:data137};
if(vErrors === null){
vErrors = [err163];
}
else {
vErrors.push(err163);
}
errors++;
}
}
if(data135.pids !== undefined){
let data138 = data135.pids;
if((!(((typeof data138 == "number") && (!(data138 % 1) && !isNaN(data138))) && (isFinite(data138)))) && (typeof data138 !== "string")){
const err164 = {instancePath:instancePath+"/deploy/resources/limits/pids",schemaPath:"#/properties/deploy/properties/resources/properties/limits/properties/pids/type",keyword:"type",params:{type: schema12.properties.deploy.properties.resources.properties.limits.properties.pids.type},message:"must be integer,string",schema:schema12.properties.deploy.properties.resources.properties.limits.properties.pids.type,parentSchema:schema12.properties.deploy.properties.resources.properties.limits.properties.pids,data:data138};
if(vErrors === null){
vErrors = [err164];
}
else {
vErrors.push(err164);
}
errors++;
}
}
}
else {
const err165 = {instancePath:instancePath+"/deploy/resources/limits",schemaPath:"#/properties/deploy/properties/resources/properties/limits/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema12.properties.deploy.properties.resources.properties.limits.type,parentSchema:schema12.properties.deploy.properties.resources.properties.limits,data:data135};
if(vErrors === null){
vErrors = [err165];
}
else {
vErrors.push(err165);
}
errors++;
}
}
if(data134.reservations !== undefined){
let data139 = data134.reservations;
if(data139 && typeof data139 == "object" && !Array.isArray(data139)){
for(const key28 in data139){
if(!(((((key28 === "cpus") || (key28 === "memory")) || (key28 === "generic_resources")) || (key28 === "devices")) || (pattern0.test(key28)))){
const err166 = {instancePath:instancePath+"/deploy/resources/reservations",schemaPath:"#/properties/deploy/properties/resources/properties/reservations/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key28},message:"must NOT have additional properties",schema:false,parentSchema:schema12.properties.deploy.properties.resources.properties.reservations,data:data139};
if(vErrors === null){
vErrors = [err166];
}
else {
vErrors.push(err166);
}
errors++;
}
}
if(data139.cpus !== undefined){
let data140 = data139.cpus;
if((!((typeof data140 == "number") && (isFinite(data140)))) && (typeof data140 !== "string")){
const err167 = {instancePath:instancePath+"/deploy/resources/reservations/cpus",schemaPath:"#/properties/deploy/properties/resources/properties/reservations/properties/cpus/type",keyword:"type",params:{type: schema12.properties.deploy.properties.resources.properties.reservations.properties.cpus.type},message:"must be number,string",schema:schema12.properties.deploy.properties.resources.properties.reservations.properties.cpus.type,parentSchema:schema12.properties.deploy.properties.resources.properties.reservations.properties.cpus,data:data140};
if(vErrors === null){
vErrors = [err167];
}
else {
vErrors.push(err167);
}
errors++;
}
}
if(data139.memory !== undefined){
let data141 = data139.memory;
if(typeof data141 !== "string"){
const err168 = {instancePath:instancePath+"/deploy/resources/reservations/memory",schemaPath:"#/properties/deploy/properties/resources/properties/reservations/properties/memory/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.deploy.properties.resources.properties.reservations.properties.memory.type,parentSchema:schema12.properties.deploy.properties.resources.properties.reservations.properties.memory,data:data141};
if(vErrors === null){
vErrors = [err168];
}
else {
vErrors.push(err168);
}
errors++;
}
}
if(data139.generic_resources !== undefined){
let data142 = data139.generic_resources;
if(Array.isArray(data142)){
const len25 = data142.length;
for(let i25=0; i25<len25; i25++){
let data143 = data142[i25];
if(data143 && typeof data143 == "object" && !Array.isArray(data143)){
for(const key29 in data143){
if(!((key29 === "discrete_resource_spec") || (pattern0.test(key29)))){
const err169 = {instancePath:instancePath+"/deploy/resources/reservations/generic_resources/" + i25,schemaPath:"#/properties/deploy/properties/resources/properties/reservations/properties/generic_resources/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key29},message:"must NOT have additional properties",schema:false,parentSchema:schema12.properties.deploy.properties.resources.properties.reservations.properties.generic_resources.items,data:data143};
if(vErrors === null){
vErrors = [err169];
}
else {
vErrors.push(err169);
}
errors++;
}
}
if(data143.discrete_resource_spec !== undefined){
let data144 = data143.discrete_resource_spec;
if(data144 && typeof data144 == "object" && !Array.isArray(data144)){
for(const key30 in data144){
if(!(((key30 === "kind") || (key30 === "value")) || (pattern0.test(key30)))){
const err170 = {instancePath:instancePath+"/deploy/resources/reservations/generic_resources/" + i25+"/discrete_resource_spec",schemaPath:"#/properties/deploy/properties/resources/properties/reservations/properties/generic_resources/items/properties/discrete_resource_spec/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key30},message:"must NOT have additional properties",schema:false,parentSchema:schema12.properties.deploy.properties.resources.properties.reservations.properties.generic_resources.items.properties.discrete_resource_spec,data:data144};
if(vErrors === null){
vErrors = [err170];
}
else {
vErrors.push(err170);
}
errors++;
}
}
if(data144.kind !== undefined){
let data145 = data144.kind;
if(typeof data145 !== "string"){
const err171 = {instancePath:instancePath+"/deploy/resources/reservations/generic_resources/" + i25+"/discrete_resource_spec/kind",schemaPath:"#/properties/deploy/properties/resources/properties/reservations/properties/generic_resources/items/properties/discrete_resource_spec/properties/kind/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.deploy.properties.resources.properties.reservations.properties.generic_resources.items.properties.discrete_resource_spec.properties.kind.type,parentSchema:schema12.properties.deploy.properties.resources.properties.reservations.properties.generic_resources.items.properties.discrete_resource_spec.properties.kind,data:data145};
if(vErrors === null){
vErrors = [err171];
}
else {
vErrors.push(err171);
}
errors++;
}
}
if(data144.value !== undefined){
let data146 = data144.value;
if((!((typeof data146 == "number") && (isFinite(data146)))) && (typeof data146 !== "string")){
const err172 = {instancePath:instancePath+"/deploy/resources/reservations/generic_resources/" + i25+"/discrete_resource_spec/value",schemaPath:"#/properties/deploy/properties/resources/properties/reservations/properties/generic_resources/items/properties/discrete_resource_spec/properties/value/type",keyword:"type",params:{type: schema12.properties.deploy.properties.resources.properties.reservations.properties.generic_resources.items.properties.discrete_resource_spec.properties.value.type},message:"must be number,string",schema:schema12.properties.deploy.properties.resources.properties.reservations.properties.generic_resources.items.properties.discrete_resource_spec.properties.value.type,parentSchema:schema12.properties.deploy.properties.resources.properties.reservations.properties.generic_resources.items.properties.discrete_resource_spec.properties.value,data:data146};
if(vErrors === null){
vErrors = [err172];
}
else {
vErrors.push(err172);
}
errors++;
}
}
}
else {
const err173 = {instancePath:instancePath+"/deploy/resources/reservations/generic_resources/" + i25+"/discrete_resource_spec",schemaPath:"#/properties/deploy/properties/resources/properties/reservations/properties/generic_resources/items/properties/discrete_resource_spec/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema12.properties.deploy.properties.resources.properties.reservations.properties.generic_resources.items.properties.discrete_resource_spec.type,parentSchema:schema12.properties.deploy.properties.resources.properties.reservations.properties.generic_resources.items.properties.discrete_resource_spec,data:data144};
if(vErrors === null){
vErrors = [err173];
}
else {
vErrors.push(err173);
}
errors++;
}
}
}
else {
const err174 = {instancePath:instancePath+"/deploy/resources/reservations/generic_resources/" + i25,schemaPath:"#/properties/deploy/properties/resources/properties/reservations/properties/generic_resources/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema12.properties.deploy.properties.resources.properties.reservations.properties.generic_resources.items.type,parentSchema:schema12.properties.deploy.properties.resources.properties.reservations.properties.generic_resources.items,data:data143};
if(vErrors === null){
vErrors = [err174];
}
else {
vErrors.push(err174);
}
errors++;
}
}
}
else {
const err175 = {instancePath:instancePath+"/deploy/resources/reservations/generic_resources",schemaPath:"#/properties/deploy/properties/resources/properties/reservations/properties/generic_resources/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.deploy.properties.resources.properties.reservations.properties.generic_resources.type,parentSchema:schema12.properties.deploy.properties.resources.properties.reservations.properties.generic_resources,data:data142};
if(vErrors === null){
vErrors = [err175];
}
else {
vErrors.push(err175);
}
errors++;
}
}
if(data139.devices !== undefined){
let data147 = data139.devices;
if(Array.isArray(data147)){
const len26 = data147.length;
for(let i26=0; i26<len26; i26++){
let data148 = data147[i26];
if(data148 && typeof data148 == "object" && !Array.isArray(data148)){
if(data148.capabilities === undefined){
const err176 = {instancePath:instancePath+"/deploy/resources/reservations/devices/" + i26,schemaPath:"#/properties/deploy/properties/resources/properties/reservations/properties/devices/items/required",keyword:"required",params:{missingProperty: "capabilities"},message:"must have required property '"+"capabilities"+"'",schema:schema12.properties.deploy.properties.resources.properties.reservations.properties.devices.items.required,parentSchema:schema12.properties.deploy.properties.resources.properties.reservations.properties.devices.items,data:data148};
if(vErrors === null){
vErrors = [err176];
}
else {
vErrors.push(err176);
}
errors++;
}
for(const key31 in data148){
if(!((((((key31 === "capabilities") || (key31 === "count")) || (key31 === "device_ids")) || (key31 === "driver")) || (key31 === "options")) || (pattern0.test(key31)))){
const err177 = {instancePath:instancePath+"/deploy/resources/reservations/devices/" + i26,schemaPath:"#/properties/deploy/properties/resources/properties/reservations/properties/devices/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key31},message:"must NOT have additional properties",schema:false,parentSchema:schema12.properties.deploy.properties.resources.properties.reservations.properties.devices.items,data:data148};
if(vErrors === null){
vErrors = [err177];
}
else {
vErrors.push(err177);
}
errors++;
}
}
if(data148.capabilities !== undefined){
let data149 = data148.capabilities;
if(Array.isArray(data149)){
const len27 = data149.length;
for(let i27=0; i27<len27; i27++){
let data150 = data149[i27];
if(typeof data150 !== "string"){
const err178 = {instancePath:instancePath+"/deploy/resources/reservations/devices/" + i26+"/capabilities/" + i27,schemaPath:"#/properties/deploy/properties/resources/properties/reservations/properties/devices/items/properties/capabilities/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.deploy.properties.resources.properties.reservations.properties.devices.items.properties.capabilities.items.type,parentSchema:schema12.properties.deploy.properties.resources.properties.reservations.properties.devices.items.properties.capabilities.items,data:data150};
if(vErrors === null){
vErrors = [err178];
}
else {
vErrors.push(err178);
}
errors++;
}
}
}
else {
const err179 = {instancePath:instancePath+"/deploy/resources/reservations/devices/" + i26+"/capabilities",schemaPath:"#/properties/deploy/properties/resources/properties/reservations/properties/devices/items/properties/capabilities/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.deploy.properties.resources.properties.reservations.properties.devices.items.properties.capabilities.type,parentSchema:schema12.properties.deploy.properties.resources.properties.reservations.properties.devices.items.properties.capabilities,data:data149};
if(vErrors === null){
vErrors = [err179];
}
else {
vErrors.push(err179);
}
errors++;
}
}
if(data148.count !== undefined){
let data151 = data148.count;
if((!(((typeof data151 == "number") && (!(data151 % 1) && !isNaN(data151))) && (isFinite(data151)))) && (typeof data151 !== "string")){
const err180 = {instancePath:instancePath+"/deploy/resources/reservations/devices/" + i26+"/count",schemaPath:"#/properties/deploy/properties/resources/properties/reservations/properties/devices/items/properties/count/type",keyword:"type",params:{type: schema12.properties.deploy.properties.resources.properties.reservations.properties.devices.items.properties.count.type},message:"must be integer,string",schema:schema12.properties.deploy.properties.resources.properties.reservations.properties.devices.items.properties.count.type,parentSchema:schema12.properties.deploy.properties.resources.properties.reservations.properties.devices.items.properties.count,data:data151};
if(vErrors === null){
vErrors = [err180];
}
else {
vErrors.push(err180);
}
errors++;
}
}
if(data148.device_ids !== undefined){
let data152 = data148.device_ids;
if(Array.isArray(data152)){
const len28 = data152.length;
for(let i28=0; i28<len28; i28++){
let data153 = data152[i28];
if(typeof data153 !== "string"){
const err181 = {instancePath:instancePath+"/deploy/resources/reservations/devices/" + i26+"/device_ids/" + i28,schemaPath:"#/properties/deploy/properties/resources/properties/reservations/properties/devices/items/properties/device_ids/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.deploy.properties.resources.properties.reservations.properties.devices.items.properties.device_ids.items.type,parentSchema:schema12.properties.deploy.properties.resources.properties.reservations.properties.devices.items.properties.device_ids.items,data:data153};
if(vErrors === null){
vErrors = [err181];
}
else {
vErrors.push(err181);
}
errors++;
}
}
}
else {
const err182 = {instancePath:instancePath+"/deploy/resources/reservations/devices/" + i26+"/device_ids",schemaPath:"#/properties/deploy/properties/resources/properties/reservations/properties/devices/items/properties/device_ids/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.deploy.properties.resources.properties.reservations.properties.devices.items.properties.device_ids.type,parentSchema:schema12.properties.deploy.properties.resources.properties.reservations.properties.devices.items.properties.device_ids,data:data152};
if(vErrors === null){
vErrors = [err182];
}
else {
vErrors.push(err182);
}
errors++;
}
}
if(data148.driver !== undefined){
let data154 = data148.driver;
if(typeof data154 !== "string"){
const err183 = {instancePath:instancePath+"/deploy/resources/reservations/devices/" + i26+"/driver",schemaPath:"#/properties/deploy/properties/resources/properties/reservations/properties/devices/items/properties/driver/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.deploy.properties.resources.properties.reservations.properties.devices.items.properties.driver.type,parentSchema:schema12.properties.deploy.properties.resources.properties.reservations.properties.devices.items.properties.driver,data:data154};
if(vErrors === null){
vErrors = [err183];
}
else {
vErrors.push(err183);
}
errors++;
}
}
if(data148.options !== undefined){
let data155 = data148.options;
if(!data155 || typeof data155 != "object"){
const err184 = {instancePath:instancePath+"/deploy/resources/reservations/devices/" + i26+"/options",schemaPath:"#/properties/deploy/properties/resources/properties/reservations/properties/devices/items/properties/options/type",keyword:"type",params:{type: schema12.properties.deploy.properties.resources.properties.reservations.properties.devices.items.properties.options.type},message:"must be object,array",schema:schema12.properties.deploy.properties.resources.properties.reservations.properties.devices.items.properties.options.type,parentSchema:schema12.properties.deploy.properties.resources.properties.reservations.properties.devices.items.properties.options,data:data155};
if(vErrors === null){
vErrors = [err184];
}
else {
vErrors.push(err184);
}
errors++;
}
if(Array.isArray(data155)){
const len29 = data155.length;
for(let i29=0; i29<len29; i29++){
let data156 = data155[i29];
if(typeof data156 !== "string"){
const err185 = {instancePath:instancePath+"/deploy/resources/reservations/devices/" + i26+"/options/" + i29,schemaPath:"#/properties/deploy/properties/resources/properties/reservations/properties/devices/items/properties/options/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.deploy.properties.resources.properties.reservations.properties.devices.items.properties.options.items.type,parentSchema:schema12.properties.deploy.properties.resources.properties.reservations.properties.devices.items.properties.options.items,data:data156};
if(vErrors === null){
vErrors = [err185];
}
else {
vErrors.push(err185);
}
errors++;
}
}
}
if(data155 && typeof data155 == "object" && !Array.isArray(data155)){
for(const key32 in data155){
let data157 = data155[key32];
if((((typeof data157 !== "string") && (!((typeof data157 == "number") && (isFinite(data157))))) && (typeof data157 !== "boolean")) && (data157 !== null)){
const err186 = {instancePath:instancePath+"/deploy/resources/reservations/devices/" + i26+"/options/" + key32.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/deploy/properties/resources/properties/reservations/properties/devices/items/properties/options/additionalProperties/type",keyword:"type",params:{type: schema12.properties.deploy.properties.resources.properties.reservations.properties.devices.items.properties.options.additionalProperties.type},message:"must be string,number,boolean,null",schema:schema12.properties.deploy.properties.resources.properties.reservations.properties.devices.items.properties.options.additionalProperties.type,parentSchema:schema12.properties.deploy.properties.resources.properties.reservations.properties.devices.items.properties.options.additionalProperties,data:data157};
if(vErrors === null){
vErrors = [err186];
}
else {
vErrors.push(err186);
}
errors++;
}
}
}
}
}
else {
const err187 = {instancePath:instancePath+"/deploy/resources/reservations/devices/" + i26,schemaPath:"#/properties/deploy/properties/resources/properties/reservations/properties/devices/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema12.properties.deploy.properties.resources.properties.reservations.properties.devices.items.type,parentSchema:schema12.properties.deploy.properties.resources.properties.reservations.properties.devices.items,data:data148};
if(vErrors === null){
vErrors = [err187];
}
else {
vErrors.push(err187);
}
errors++;
}
}
}
else {
const err188 = {instancePath:instancePath+"/deploy/resources/reservations/devices",schemaPath:"#/properties/deploy/properties/resources/properties/reservations/properties/devices/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.deploy.properties.resources.properties.reservations.properties.devices.type,parentSchema:schema12.properties.deploy.properties.resources.properties.reservations.properties.devices,data:data147};
if(vErrors === null){
vErrors = [err188];
}
else {
vErrors.push(err188);
}
errors++;
}
}
}
else {
const err189 = {instancePath:instancePath+"/deploy/resources/reservations",schemaPath:"#/properties/deploy/properties/resources/properties/reservations/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema12.properties.deploy.properties.resources.properties.reservations.type,parentSchema:schema12.properties.deploy.properties.resources.properties.reservations,data:data139};
if(vErrors === null){
vErrors = [err189];
}
else {
vErrors.push(err189);
}
errors++;
}
}
}
else {
const err190 = {instancePath:instancePath+"/deploy/resources",schemaPath:"#/properties/deploy/properties/resources/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema12.properties.deploy.properties.resources.type,parentSchema:schema12.properties.deploy.properties.resources,data:data134};
if(vErrors === null){
vErrors = [err190];
}
else {
vErrors.push(err190);
}
errors++;
}
}
if(data113.restart_policy !== undefined){
let data158 = data113.restart_policy;
if(data158 && typeof data158 == "object" && !Array.isArray(data158)){
for(const key33 in data158){
if(!(((((key33 === "condition") || (key33 === "delay")) || (key33 === "max_attempts")) || (key33 === "window")) || (pattern0.test(key33)))){
const err191 = {instancePath:instancePath+"/deploy/restart_policy",schemaPath:"#/properties/deploy/properties/restart_policy/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key33},message:"must NOT have additional properties",schema:false,parentSchema:schema12.properties.deploy.properties.restart_policy,data:data158};
if(vErrors === null){
vErrors = [err191];
}
else {
vErrors.push(err191);
}
errors++;
}
}
if(data158.condition !== undefined){
let data159 = data158.condition;
if(typeof data159 !== "string"){
const err192 = {instancePath:instancePath+"/deploy/restart_policy/condition",schemaPath:"#/properties/deploy/properties/restart_policy/properties/condition/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.deploy.properties.restart_policy.properties.condition.type,parentSchema:schema12.properties.deploy.properties.restart_policy.properties.condition,data:data159};
if(vErrors === null){
vErrors = [err192];
}
else {
vErrors.push(err192);
}
errors++;
}
}
if(data158.delay !== undefined){
let data160 = data158.delay;
if(typeof data160 !== "string"){
const err193 = {instancePath:instancePath+"/deploy/restart_policy/delay",schemaPath:"#/properties/deploy/properties/restart_policy/properties/delay/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.deploy.properties.restart_policy.properties.delay.type,parentSchema:schema12.properties.deploy.properties.restart_policy.properties.delay,data:data160};
if(vErrors === null){
vErrors = [err193];
}
else {
vErrors.push(err193);
}
errors++;
}
}
if(data158.max_attempts !== undefined){
let data161 = data158.max_attempts;
if((!(((typeof data161 == "number") && (!(data161 % 1) && !isNaN(data161))) && (isFinite(data161)))) && (typeof data161 !== "string")){
const err194 = {instancePath:instancePath+"/deploy/restart_policy/max_attempts",schemaPath:"#/properties/deploy/properties/restart_policy/properties/max_attempts/type",keyword:"type",params:{type: schema12.properties.deploy.properties.restart_policy.properties.max_attempts.type},message:"must be integer,string",schema:schema12.properties.deploy.properties.restart_policy.properties.max_attempts.type,parentSchema:schema12.properties.deploy.properties.restart_policy.properties.max_attempts,data:data161};
if(vErrors === null){
vErrors = [err194];
}
else {
vErrors.push(err194);
}
errors++;
}
if((typeof data161 == "number") && (isFinite(data161))){
if(data161 < 0 || isNaN(data161)){
const err195 = {instancePath:instancePath+"/deploy/restart_policy/max_attempts",schemaPath:"#/properties/deploy/properties/restart_policy/properties/max_attempts/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema12.properties.deploy.properties.restart_policy.properties.max_attempts,data:data161};
if(vErrors === null){
vErrors = [err195];
}
else {
vErrors.push(err195);
}
errors++;
}
}
}
if(data158.window !== undefined){
let data162 = data158.window;
if(typeof data162 !== "string"){
const err196 = {instancePath:instancePath+"/deploy/restart_policy/window",schemaPath:"#/properties/deploy/properties/restart_policy/properties/window/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.deploy.properties.restart_policy.properties.window.type,parentSchema:schema12.properties.deploy.properties.restart_policy.properties.window,data:data162};
if(vErrors === null){
vErrors = [err196];
}
else {
vErrors.push(err196);
}
errors++;
}
}
}
else {
const err197 = {instancePath:instancePath+"/deploy/restart_policy",schemaPath:"#/properties/deploy/properties/restart_policy/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema12.properties.deploy.properties.restart_policy.type,parentSchema:schema12.properties.deploy.properties.restart_policy,data:data158};
if(vErrors === null){
vErrors = [err197];
}
else {
vErrors.push(err197);
}
errors++;
}
}
if(data113.placement !== undefined){
let data163 = data113.placement;
if(data163 && typeof data163 == "object" && !Array.isArray(data163)){
for(const key34 in data163){
if(!((((key34 === "constraints") || (key34 === "preferences")) || (key34 === "max_replicas_per_node")) || (pattern0.test(key34)))){
const err198 = {instancePath:instancePath+"/deploy/placement",schemaPath:"#/properties/deploy/properties/placement/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key34},message:"must NOT have additional properties",schema:false,parentSchema:schema12.properties.deploy.properties.placement,data:data163};
if(vErrors === null){
vErrors = [err198];
}
else {
vErrors.push(err198);
}
errors++;
}
}
if(data163.constraints !== undefined){
let data164 = data163.constraints;
if(Array.isArray(data164)){
const len30 = data164.length;
for(let i30=0; i30<len30; i30++){
let data165 = data164[i30];
if(typeof data165 !== "string"){
const err199 = {instancePath:instancePath+"/deploy/placement/constraints/" + i30,schemaPath:"#/properties/deploy/properties/placement/properties/constraints/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.deploy.properties.placement.properties.constraints.items.type,parentSchema:schema12.properties.deploy.properties.placement.properties.constraints.items,data:data165};
if(vErrors === null){
vErrors = [err199];
}
else {
vErrors.push(err199);
}
errors++;
}
}
}
else {
const err200 = {instancePath:instancePath+"/deploy/placement/constraints",schemaPath:"#/properties/deploy/properties/placement/properties/constraints/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.deploy.properties.placement.properties.constraints.type,parentSchema:schema12.properties.deploy.properties.placement.properties.constraints,data:data164};
if(vErrors === null){
vErrors = [err200];
}
else {
vErrors.push(err200);
}
errors++;
}
}
if(data163.preferences !== undefined){
let data166 = data163.preferences;
if(Array.isArray(data166)){
const len31 = data166.length;
for(let i31=0; i31<len31; i31++){
let data167 = data166[i31];
if(data167 && typeof data167 == "object" && !Array.isArray(data167)){
for(const key35 in data167){
if(!((key35 === "spread") || (pattern0.test(key35)))){
const err201 = {instancePath:instancePath+"/deploy/placement/preferences/" + i31,schemaPath:"#/properties/deploy/properties/placement/properties/preferences/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key35},message:"must NOT have additional properties",schema:false,parentSchema:schema12.properties.deploy.properties.placement.properties.preferences.items,data:data167};
if(vErrors === null){
vErrors = [err201];
}
else {
vErrors.push(err201);
}
errors++;
}
}
if(data167.spread !== undefined){
let data168 = data167.spread;
if(typeof data168 !== "string"){
const err202 = {instancePath:instancePath+"/deploy/placement/preferences/" + i31+"/spread",schemaPath:"#/properties/deploy/properties/placement/properties/preferences/items/properties/spread/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.deploy.properties.placement.properties.preferences.items.properties.spread.type,parentSchema:schema12.properties.deploy.properties.placement.properties.preferences.items.properties.spread,data:data168};
if(vErrors === null){
vErrors = [err202];
}
else {
vErrors.push(err202);
}
errors++;
}
}
}
else {
const err203 = {instancePath:instancePath+"/deploy/placement/preferences/" + i31,schemaPath:"#/properties/deploy/properties/placement/properties/preferences/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema12.properties.deploy.properties.placement.properties.preferences.items.type,parentSchema:schema12.properties.deploy.properties.placement.properties.preferences.items,data:data167};
if(vErrors === null){
vErrors = [err203];
}
else {
vErrors.push(err203);
}
errors++;
}
}
}
else {
const err204 = {instancePath:instancePath+"/deploy/placement/preferences",schemaPath:"#/properties/deploy/properties/placement/properties/preferences/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.deploy.properties.placement.properties.preferences.type,parentSchema:schema12.properties.deploy.properties.placement.properties.preferences,data:data166};
if(vErrors === null){
vErrors = [err204];
}
else {
vErrors.push(err204);
}
errors++;
}
}
if(data163.max_replicas_per_node !== undefined){
let data169 = data163.max_replicas_per_node;
if((!(((typeof data169 == "number") && (!(data169 % 1) && !isNaN(data169))) && (isFinite(data169)))) && (typeof data169 !== "string")){
const err205 = {instancePath:instancePath+"/deploy/placement/max_replicas_per_node",schemaPath:"#/properties/deploy/properties/placement/properties/max_replicas_per_node/type",keyword:"type",params:{type: schema12.properties.deploy.properties.placement.properties.max_replicas_per_node.type},message:"must be integer,string",schema:schema12.properties.deploy.properties.placement.properties.max_replicas_per_node.type,parentSchema:schema12.properties.deploy.properties.placement.properties.max_replicas_per_node,data:data169};
if(vErrors === null){
vErrors = [err205];
}
else {
vErrors.push(err205);
}
errors++;
}
}
}
else {
const err206 = {instancePath:instancePath+"/deploy/placement",schemaPath:"#/properties/deploy/properties/placement/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema12.properties.deploy.properties.placement.type,parentSchema:schema12.properties.deploy.properties.placement,data:data163};
if(vErrors === null){
vErrors = [err206];
}
else {
vErrors.push(err206);
}
errors++;
}
}
}
else {
const err207 = {instancePath:instancePath+"/deploy",schemaPath:"#/properties/deploy/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema12.properties.deploy.type,parentSchema:schema12.properties.deploy,data:data113};
if(vErrors === null){
vErrors = [err207];
}
else {
vErrors.push(err207);
}
errors++;
}
}
if(data.develop !== undefined){
let data170 = data.develop;
if((!(data170 && typeof data170 == "object" && !Array.isArray(data170))) && (data170 !== null)){
const err208 = {instancePath:instancePath+"/develop",schemaPath:"#/properties/develop/type",keyword:"type",params:{type: schema12.properties.develop.type},message:"must be object,null",schema:schema12.properties.develop.type,parentSchema:schema12.properties.develop,data:data170};
if(vErrors === null){
vErrors = [err208];
}
else {
vErrors.push(err208);
}
errors++;
}
if(data170 && typeof data170 == "object" && !Array.isArray(data170)){
for(const key36 in data170){
if(!((key36 === "watch") || (pattern0.test(key36)))){
const err209 = {instancePath:instancePath+"/develop",schemaPath:"#/properties/develop/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key36},message:"must NOT have additional properties",schema:false,parentSchema:schema12.properties.develop,data:data170};
if(vErrors === null){
vErrors = [err209];
}
else {
vErrors.push(err209);
}
errors++;
}
}
if(data170.watch !== undefined){
let data171 = data170.watch;
if(Array.isArray(data171)){
const len32 = data171.length;
for(let i32=0; i32<len32; i32++){
let data172 = data171[i32];
if(data172 && typeof data172 == "object" && !Array.isArray(data172)){
if(data172.path === undefined){
const err210 = {instancePath:instancePath+"/develop/watch/" + i32,schemaPath:"#/properties/develop/properties/watch/items/required",keyword:"required",params:{missingProperty: "path"},message:"must have required property '"+"path"+"'",schema:schema12.properties.develop.properties.watch.items.required,parentSchema:schema12.properties.develop.properties.watch.items,data:data172};
if(vErrors === null){
vErrors = [err210];
}
else {
vErrors.push(err210);
}
errors++;
}
if(data172.action === undefined){
const err211 = {instancePath:instancePath+"/develop/watch/" + i32,schemaPath:"#/properties/develop/properties/watch/items/required",keyword:"required",params:{missingProperty: "action"},message:"must have required property '"+"action"+"'",schema:schema12.properties.develop.properties.watch.items.required,parentSchema:schema12.properties.develop.properties.watch.items,data:data172};
if(vErrors === null){
vErrors = [err211];
}
else {
vErrors.push(err211);
}
errors++;
}
for(const key37 in data172){
if(!((((((((key37 === "path") || (key37 === "action")) || (key37 === "target")) || (key37 === "ignore")) || (key37 === "include")) || (key37 === "initial_sync")) || (key37 === "exec")) || (pattern0.test(key37)))){
const err212 = {instancePath:instancePath+"/develop/watch/" + i32,schemaPath:"#/properties/develop/properties/watch/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key37},message:"must NOT have additional properties",schema:false,parentSchema:schema12.properties.develop.properties.watch.items,data:data172};
if(vErrors === null){
vErrors = [err212];
}
else {
vErrors.push(err212);
}
errors++;
}
}
if(data172.path !== undefined){
let data173 = data172.path;
if(typeof data173 !== "string"){
const err213 = {instancePath:instancePath+"/develop/watch/" + i32+"/path",schemaPath:"#/properties/develop/properties/watch/items/properties/path/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.develop.properties.watch.items.properties.path.type,parentSchema:schema12.properties.develop.properties.watch.items.properties.path,data:data173};
if(vErrors === null){
vErrors = [err213];
}
else {
vErrors.push(err213);
}
errors++;
}
}
if(data172.action !== undefined){
let data174 = data172.action;
if(typeof data174 !== "string"){
const err214 = {instancePath:instancePath+"/develop/watch/" + i32+"/action",schemaPath:"#/properties/develop/properties/watch/items/properties/action/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.develop.properties.watch.items.properties.action.type,parentSchema:schema12.properties.develop.properties.watch.items.properties.action,data:data174};
if(vErrors === null){
vErrors = [err214];
}
else {
vErrors.push(err214);
}
errors++;
}
if(!(((((data174 === "rebuild") || (data174 === "sync")) || (data174 === "restart")) || (data174 === "sync+restart")) || (data174 === "sync+exec"))){
const err215 = {instancePath:instancePath+"/develop/watch/" + i32+"/action",schemaPath:"#/properties/develop/properties/watch/items/properties/action/enum",keyword:"enum",params:{allowedValues: schema12.properties.develop.properties.watch.items.properties.action.enum},message:"must be equal to one of the allowed values",schema:schema12.properties.develop.properties.watch.items.properties.action.enum,parentSchema:schema12.properties.develop.properties.watch.items.properties.action,data:data174};
if(vErrors === null){
vErrors = [err215];
}
else {
vErrors.push(err215);
}
errors++;
}
}
if(data172.target !== undefined){
let data175 = data172.target;
if(typeof data175 !== "string"){
const err216 = {instancePath:instancePath+"/develop/watch/" + i32+"/target",schemaPath:"#/properties/develop/properties/watch/items/properties/target/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.develop.properties.watch.items.properties.target.type,parentSchema:schema12.properties.develop.properties.watch.items.properties.target,data:data175};
if(vErrors === null){
vErrors = [err216];
}
else {
vErrors.push(err216);
}
errors++;
}
}
if(data172.ignore !== undefined){
let data176 = data172.ignore;
if((typeof data176 !== "string") && (!(Array.isArray(data176)))){
const err217 = {instancePath:instancePath+"/develop/watch/" + i32+"/ignore",schemaPath:"#/properties/develop/properties/watch/items/properties/ignore/type",keyword:"type",params:{type: schema12.properties.develop.properties.watch.items.properties.ignore.type},message:"must be string,array",schema:schema12.properties.develop.properties.watch.items.properties.ignore.type,parentSchema:schema12.properties.develop.properties.watch.items.properties.ignore,data:data176};
if(vErrors === null){
vErrors = [err217];
}
else {
vErrors.push(err217);
}
errors++;
}
if(Array.isArray(data176)){
const len33 = data176.length;
for(let i33=0; i33<len33; i33++){
let data177 = data176[i33];
if(typeof data177 !== "string"){
const err218 = {instancePath:instancePath+"/develop/watch/" + i32+"/ignore/" + i33,schemaPath:"#/properties/develop/properties/watch/items/properties/ignore/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.develop.properties.watch.items.properties.ignore.items.type,parentSchema:schema12.properties.develop.properties.watch.items.properties.ignore.items,data:data177};
if(vErrors === null){
vErrors = [err218];
}
else {
vErrors.push(err218);
}
errors++;
}
}
}
}
if(data172.include !== undefined){
let data178 = data172.include;
if((typeof data178 !== "string") && (!(Array.isArray(data178)))){
const err219 = {instancePath:instancePath+"/develop/watch/" + i32+"/include",schemaPath:"#/properties/develop/properties/watch/items/properties/include/type",keyword:"type",params:{type: schema12.properties.develop.properties.watch.items.properties.include.type},message:"must be string,array",schema:schema12.properties.develop.properties.watch.items.properties.include.type,parentSchema:schema12.properties.develop.properties.watch.items.properties.include,data:data178};
if(vErrors === null){
vErrors = [err219];
}
else {
vErrors.push(err219);
}
errors++;
}
if(Array.isArray(data178)){
const len34 = data178.length;
for(let i34=0; i34<len34; i34++){
let data179 = data178[i34];
if(typeof data179 !== "string"){
const err220 = {instancePath:instancePath+"/develop/watch/" + i32+"/include/" + i34,schemaPath:"#/properties/develop/properties/watch/items/properties/include/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.develop.properties.watch.items.properties.include.items.type,parentSchema:schema12.properties.develop.properties.watch.items.properties.include.items,data:data179};
if(vErrors === null){
vErrors = [err220];
}
else {
vErrors.push(err220);
}
errors++;
}
}
}
}
if(data172.initial_sync !== undefined){
let data180 = data172.initial_sync;
if((typeof data180 !== "boolean") && (typeof data180 !== "string")){
const err221 = {instancePath:instancePath+"/develop/watch/" + i32+"/initial_sync",schemaPath:"#/properties/develop/properties/watch/items/properties/initial_sync/type",keyword:"type",params:{type: schema12.properties.develop.properties.watch.items.properties.initial_sync.type},message:"must be boolean,string",schema:schema12.properties.develop.properties.watch.items.properties.initial_sync.type,parentSchema:schema12.properties.develop.properties.watch.items.properties.initial_sync,data:data180};
if(vErrors === null){
vErrors = [err221];
}
else {
vErrors.push(err221);
}
errors++;
}
}
if(data172.exec !== undefined){
let data181 = data172.exec;
if(data181 && typeof data181 == "object" && !Array.isArray(data181)){
if(data181.command === undefined){
const err222 = {instancePath:instancePath+"/develop/watch/" + i32+"/exec",schemaPath:"#/properties/develop/properties/watch/items/properties/exec/required",keyword:"required",params:{missingProperty: "command"},message:"must have required property '"+"command"+"'",schema:schema12.properties.develop.properties.watch.items.properties.exec.required,parentSchema:schema12.properties.develop.properties.watch.items.properties.exec,data:data181};
if(vErrors === null){
vErrors = [err222];
}
else {
vErrors.push(err222);
}
errors++;
}
for(const key38 in data181){
if(!((((((key38 === "command") || (key38 === "user")) || (key38 === "privileged")) || (key38 === "working_dir")) || (key38 === "environment")) || (pattern0.test(key38)))){
const err223 = {instancePath:instancePath+"/develop/watch/" + i32+"/exec",schemaPath:"#/properties/develop/properties/watch/items/properties/exec/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key38},message:"must NOT have additional properties",schema:false,parentSchema:schema12.properties.develop.properties.watch.items.properties.exec,data:data181};
if(vErrors === null){
vErrors = [err223];
}
else {
vErrors.push(err223);
}
errors++;
}
}
if(data181.command !== undefined){
let data182 = data181.command;
if(((typeof data182 !== "string") && (!(Array.isArray(data182)))) && (data182 !== null)){
const err224 = {instancePath:instancePath+"/develop/watch/" + i32+"/exec/command",schemaPath:"#/$defs/command/type",keyword:"type",params:{type: schema13.type},message:"must be string,array,null",schema:schema13.type,parentSchema:schema13,data:data182};
if(vErrors === null){
vErrors = [err224];
}
else {
vErrors.push(err224);
}
errors++;
}
if(Array.isArray(data182)){
const len35 = data182.length;
for(let i35=0; i35<len35; i35++){
let data183 = data182[i35];
if(typeof data183 !== "string"){
const err225 = {instancePath:instancePath+"/develop/watch/" + i32+"/exec/command/" + i35,schemaPath:"#/$defs/command/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema13.items.type,parentSchema:schema13.items,data:data183};
if(vErrors === null){
vErrors = [err225];
}
else {
vErrors.push(err225);
}
errors++;
}
}
}
}
if(data181.user !== undefined){
let data184 = data181.user;
if(typeof data184 !== "string"){
const err226 = {instancePath:instancePath+"/develop/watch/" + i32+"/exec/user",schemaPath:"#/properties/develop/properties/watch/items/properties/exec/properties/user/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.develop.properties.watch.items.properties.exec.properties.user.type,parentSchema:schema12.properties.develop.properties.watch.items.properties.exec.properties.user,data:data184};
if(vErrors === null){
vErrors = [err226];
}
else {
vErrors.push(err226);
}
errors++;
}
}
if(data181.privileged !== undefined){
let data185 = data181.privileged;
if((typeof data185 !== "boolean") && (typeof data185 !== "string")){
const err227 = {instancePath:instancePath+"/develop/watch/" + i32+"/exec/privileged",schemaPath:"#/properties/develop/properties/watch/items/properties/exec/properties/privileged/type",keyword:"type",params:{type: schema12.properties.develop.properties.watch.items.properties.exec.properties.privileged.type},message:"must be boolean,string",schema:schema12.properties.develop.properties.watch.items.properties.exec.properties.privileged.type,parentSchema:schema12.properties.develop.properties.watch.items.properties.exec.properties.privileged,data:data185};
if(vErrors === null){
vErrors = [err227];
}
else {
vErrors.push(err227);
}
errors++;
}
}
if(data181.working_dir !== undefined){
let data186 = data181.working_dir;
if(typeof data186 !== "string"){
const err228 = {instancePath:instancePath+"/develop/watch/" + i32+"/exec/working_dir",schemaPath:"#/properties/develop/properties/watch/items/properties/exec/properties/working_dir/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.develop.properties.watch.items.properties.exec.properties.working_dir.type,parentSchema:schema12.properties.develop.properties.watch.items.properties.exec.properties.working_dir,data:data186};
if(vErrors === null){
vErrors = [err228];
}
else {
vErrors.push(err228);
}
errors++;
}
}
if(data181.environment !== undefined){
let data187 = data181.environment;
if(!data187 || typeof data187 != "object"){
const err229 = {instancePath:instancePath+"/develop/watch/" + i32+"/exec/environment",schemaPath:"#/properties/develop/properties/watch/items/properties/exec/properties/environment/type",keyword:"type",params:{type: schema12.properties.develop.properties.watch.items.properties.exec.properties.environment.type},message:"must be object,array",schema:schema12.properties.develop.properties.watch.items.properties.exec.properties.environment.type,parentSchema:schema12.properties.develop.properties.watch.items.properties.exec.properties.environment,data:data187};
if(vErrors === null){
vErrors = [err229];
}
else {
vErrors.push(err229);
}
errors++;
}
if(Array.isArray(data187)){
const len36 = data187.length;
for(let i36=0; i36<len36; i36++){
let data188 = data187[i36];
if(typeof data188 !== "string"){
const err230 = {instancePath:instancePath+"/develop/watch/" + i32+"/exec/environment/" + i36,schemaPath:"#/properties/develop/properties/watch/items/properties/exec/properties/environment/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.develop.properties.watch.items.properties.exec.properties.environment.items.type,parentSchema:schema12.properties.develop.properties.watch.items.properties.exec.properties.environment.items,data:data188};
if(vErrors === null){
vErrors = [err230];
}
else {
vErrors.push(err230);
}
errors++;
}
}
}
if(data187 && typeof data187 == "object" && !Array.isArray(data187)){
for(const key39 in data187){
let data189 = data187[key39];
if((((typeof data189 !== "string") && (!((typeof data189 == "number") && (isFinite(data189))))) && (typeof data189 !== "boolean")) && (data189 !== null)){
const err231 = {instancePath:instancePath+"/develop/watch/" + i32+"/exec/environment/" + key39.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/develop/properties/watch/items/properties/exec/properties/environment/additionalProperties/type",keyword:"type",params:{type: schema12.properties.develop.properties.watch.items.properties.exec.properties.environment.additionalProperties.type},message:"must be string,number,boolean,null",schema:schema12.properties.develop.properties.watch.items.properties.exec.properties.environment.additionalProperties.type,parentSchema:schema12.properties.develop.properties.watch.items.properties.exec.properties.environment.additionalProperties,data:data189};
if(vErrors === null){
vErrors = [err231];
}
else {
vErrors.push(err231);
}
errors++;
}
}
}
}
}
else {
const err232 = {instancePath:instancePath+"/develop/watch/" + i32+"/exec",schemaPath:"#/properties/develop/properties/watch/items/properties/exec/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema12.properties.develop.properties.watch.items.properties.exec.type,parentSchema:schema12.properties.develop.properties.watch.items.properties.exec,data:data181};
if(vErrors === null){
vErrors = [err232];
}
else {
vErrors.push(err232);
}
errors++;
}
}
}
else {
const err233 = {instancePath:instancePath+"/develop/watch/" + i32,schemaPath:"#/properties/develop/properties/watch/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema12.properties.develop.properties.watch.items.type,parentSchema:schema12.properties.develop.properties.watch.items,data:data172};
if(vErrors === null){
vErrors = [err233];
}
else {
vErrors.push(err233);
}
errors++;
}
}
}
else {
const err234 = {instancePath:instancePath+"/develop/watch",schemaPath:"#/properties/develop/properties/watch/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.develop.properties.watch.type,parentSchema:schema12.properties.develop.properties.watch,data:data171};
if(vErrors === null){
vErrors = [err234];
}
else {
vErrors.push(err234);
}
errors++;
}
}
}
}
if(data.device_cgroup_rules !== undefined){
let data190 = data.device_cgroup_rules;
if(Array.isArray(data190)){
const len37 = data190.length;
for(let i37=0; i37<len37; i37++){
let data191 = data190[i37];
if(typeof data191 !== "string"){
const err235 = {instancePath:instancePath+"/device_cgroup_rules/" + i37,schemaPath:"#/properties/device_cgroup_rules/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.device_cgroup_rules.items.type,parentSchema:schema12.properties.device_cgroup_rules.items,data:data191};
if(vErrors === null){
vErrors = [err235];
}
else {
vErrors.push(err235);
}
errors++;
}
}
}
else {
const err236 = {instancePath:instancePath+"/device_cgroup_rules",schemaPath:"#/properties/device_cgroup_rules/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.device_cgroup_rules.type,parentSchema:schema12.properties.device_cgroup_rules,data:data190};
if(vErrors === null){
vErrors = [err236];
}
else {
vErrors.push(err236);
}
errors++;
}
}
if(data.devices !== undefined){
let data192 = data.devices;
if(Array.isArray(data192)){
const len38 = data192.length;
for(let i38=0; i38<len38; i38++){
let data193 = data192[i38];
if((typeof data193 !== "string") && (!(data193 && typeof data193 == "object" && !Array.isArray(data193)))){
const err237 = {instancePath:instancePath+"/devices/" + i38,schemaPath:"#/properties/devices/items/type",keyword:"type",params:{type: schema12.properties.devices.items.type},message:"must be string,object",schema:schema12.properties.devices.items.type,parentSchema:schema12.properties.devices.items,data:data193};
if(vErrors === null){
vErrors = [err237];
}
else {
vErrors.push(err237);
}
errors++;
}
if(data193 && typeof data193 == "object" && !Array.isArray(data193)){
if(data193.source === undefined){
const err238 = {instancePath:instancePath+"/devices/" + i38,schemaPath:"#/properties/devices/items/required",keyword:"required",params:{missingProperty: "source"},message:"must have required property '"+"source"+"'",schema:schema12.properties.devices.items.required,parentSchema:schema12.properties.devices.items,data:data193};
if(vErrors === null){
vErrors = [err238];
}
else {
vErrors.push(err238);
}
errors++;
}
for(const key40 in data193){
if(!((((key40 === "source") || (key40 === "target")) || (key40 === "permissions")) || (pattern0.test(key40)))){
const err239 = {instancePath:instancePath+"/devices/" + i38,schemaPath:"#/properties/devices/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key40},message:"must NOT have additional properties",schema:false,parentSchema:schema12.properties.devices.items,data:data193};
if(vErrors === null){
vErrors = [err239];
}
else {
vErrors.push(err239);
}
errors++;
}
}
if(data193.source !== undefined){
let data194 = data193.source;
if(typeof data194 !== "string"){
const err240 = {instancePath:instancePath+"/devices/" + i38+"/source",schemaPath:"#/properties/devices/items/properties/source/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.devices.items.properties.source.type,parentSchema:schema12.properties.devices.items.properties.source,data:data194};
if(vErrors === null){
vErrors = [err240];
}
else {
vErrors.push(err240);
}
errors++;
}
}
if(data193.target !== undefined){
let data195 = data193.target;
if(typeof data195 !== "string"){
const err241 = {instancePath:instancePath+"/devices/" + i38+"/target",schemaPath:"#/properties/devices/items/properties/target/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.devices.items.properties.target.type,parentSchema:schema12.properties.devices.items.properties.target,data:data195};
if(vErrors === null){
vErrors = [err241];
}
else {
vErrors.push(err241);
}
errors++;
}
}
if(data193.permissions !== undefined){
let data196 = data193.permissions;
if(typeof data196 !== "string"){
const err242 = {instancePath:instancePath+"/devices/" + i38+"/permissions",schemaPath:"#/properties/devices/items/properties/permissions/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.devices.items.properties.permissions.type,parentSchema:schema12.properties.devices.items.properties.permissions,data:data196};
if(vErrors === null){
vErrors = [err242];
}
else {
vErrors.push(err242);
}
errors++;
}
}
}
}
}
else {
const err243 = {instancePath:instancePath+"/devices",schemaPath:"#/properties/devices/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.devices.type,parentSchema:schema12.properties.devices,data:data192};
if(vErrors === null){
vErrors = [err243];
}
else {
vErrors.push(err243);
}
errors++;
}
}
if(data.dns !== undefined){
let data197 = data.dns;
if((typeof data197 !== "string") && (!(Array.isArray(data197)))){
const err244 = {instancePath:instancePath+"/dns",schemaPath:"#/properties/dns/type",keyword:"type",params:{type: schema12.properties.dns.type},message:"must be string,array",schema:schema12.properties.dns.type,parentSchema:schema12.properties.dns,data:data197};
if(vErrors === null){
vErrors = [err244];
}
else {
vErrors.push(err244);
}
errors++;
}
if(Array.isArray(data197)){
const len39 = data197.length;
for(let i39=0; i39<len39; i39++){
let data198 = data197[i39];
if(typeof data198 !== "string"){
const err245 = {instancePath:instancePath+"/dns/" + i39,schemaPath:"#/properties/dns/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.dns.items.type,parentSchema:schema12.properties.dns.items,data:data198};
if(vErrors === null){
vErrors = [err245];
}
else {
vErrors.push(err245);
}
errors++;
}
}
}
}
if(data.dns_opt !== undefined){
let data199 = data.dns_opt;
if(Array.isArray(data199)){
const len40 = data199.length;
for(let i40=0; i40<len40; i40++){
let data200 = data199[i40];
if(typeof data200 !== "string"){
const err246 = {instancePath:instancePath+"/dns_opt/" + i40,schemaPath:"#/properties/dns_opt/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.dns_opt.items.type,parentSchema:schema12.properties.dns_opt.items,data:data200};
if(vErrors === null){
vErrors = [err246];
}
else {
vErrors.push(err246);
}
errors++;
}
}
}
else {
const err247 = {instancePath:instancePath+"/dns_opt",schemaPath:"#/properties/dns_opt/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.dns_opt.type,parentSchema:schema12.properties.dns_opt,data:data199};
if(vErrors === null){
vErrors = [err247];
}
else {
vErrors.push(err247);
}
errors++;
}
}
if(data.dns_search !== undefined){
let data201 = data.dns_search;
if((typeof data201 !== "string") && (!(Array.isArray(data201)))){
const err248 = {instancePath:instancePath+"/dns_search",schemaPath:"#/properties/dns_search/type",keyword:"type",params:{type: schema12.properties.dns_search.type},message:"must be string,array",schema:schema12.properties.dns_search.type,parentSchema:schema12.properties.dns_search,data:data201};
if(vErrors === null){
vErrors = [err248];
}
else {
vErrors.push(err248);
}
errors++;
}
if(Array.isArray(data201)){
const len41 = data201.length;
for(let i41=0; i41<len41; i41++){
let data202 = data201[i41];
if(typeof data202 !== "string"){
const err249 = {instancePath:instancePath+"/dns_search/" + i41,schemaPath:"#/properties/dns_search/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.dns_search.items.type,parentSchema:schema12.properties.dns_search.items,data:data202};
if(vErrors === null){
vErrors = [err249];
}
else {
vErrors.push(err249);
}
errors++;
}
}
}
}
if(data.domainname !== undefined){
let data203 = data.domainname;
if(typeof data203 !== "string"){
const err250 = {instancePath:instancePath+"/domainname",schemaPath:"#/properties/domainname/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.domainname.type,parentSchema:schema12.properties.domainname,data:data203};
if(vErrors === null){
vErrors = [err250];
}
else {
vErrors.push(err250);
}
errors++;
}
}
if(data.entrypoint !== undefined){
let data204 = data.entrypoint;
if(((typeof data204 !== "string") && (!(Array.isArray(data204)))) && (data204 !== null)){
const err251 = {instancePath:instancePath+"/entrypoint",schemaPath:"#/$defs/command/type",keyword:"type",params:{type: schema13.type},message:"must be string,array,null",schema:schema13.type,parentSchema:schema13,data:data204};
if(vErrors === null){
vErrors = [err251];
}
else {
vErrors.push(err251);
}
errors++;
}
if(Array.isArray(data204)){
const len42 = data204.length;
for(let i42=0; i42<len42; i42++){
let data205 = data204[i42];
if(typeof data205 !== "string"){
const err252 = {instancePath:instancePath+"/entrypoint/" + i42,schemaPath:"#/$defs/command/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema13.items.type,parentSchema:schema13.items,data:data205};
if(vErrors === null){
vErrors = [err252];
}
else {
vErrors.push(err252);
}
errors++;
}
}
}
}
if(data.env_file !== undefined){
let data206 = data.env_file;
if((typeof data206 !== "string") && (!(Array.isArray(data206)))){
const err253 = {instancePath:instancePath+"/env_file",schemaPath:"#/properties/env_file/type",keyword:"type",params:{type: schema12.properties.env_file.type},message:"must be string,array",schema:schema12.properties.env_file.type,parentSchema:schema12.properties.env_file,data:data206};
if(vErrors === null){
vErrors = [err253];
}
else {
vErrors.push(err253);
}
errors++;
}
if(Array.isArray(data206)){
const len43 = data206.length;
for(let i43=0; i43<len43; i43++){
let data207 = data206[i43];
if((typeof data207 !== "string") && (!(data207 && typeof data207 == "object" && !Array.isArray(data207)))){
const err254 = {instancePath:instancePath+"/env_file/" + i43,schemaPath:"#/properties/env_file/items/type",keyword:"type",params:{type: schema12.properties.env_file.items.type},message:"must be string,object",schema:schema12.properties.env_file.items.type,parentSchema:schema12.properties.env_file.items,data:data207};
if(vErrors === null){
vErrors = [err254];
}
else {
vErrors.push(err254);
}
errors++;
}
if(data207 && typeof data207 == "object" && !Array.isArray(data207)){
if(data207.path === undefined){
const err255 = {instancePath:instancePath+"/env_file/" + i43,schemaPath:"#/properties/env_file/items/required",keyword:"required",params:{missingProperty: "path"},message:"must have required property '"+"path"+"'",schema:schema12.properties.env_file.items.required,parentSchema:schema12.properties.env_file.items,data:data207};
if(vErrors === null){
vErrors = [err255];
}
else {
vErrors.push(err255);
}
errors++;
}
for(const key41 in data207){
if(!((((key41 === "path") || (key41 === "format")) || (key41 === "required")) || (pattern0.test(key41)))){
const err256 = {instancePath:instancePath+"/env_file/" + i43,schemaPath:"#/properties/env_file/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key41},message:"must NOT have additional properties",schema:false,parentSchema:schema12.properties.env_file.items,data:data207};
if(vErrors === null){
vErrors = [err256];
}
else {
vErrors.push(err256);
}
errors++;
}
}
if(data207.path !== undefined){
let data208 = data207.path;
if(typeof data208 !== "string"){
const err257 = {instancePath:instancePath+"/env_file/" + i43+"/path",schemaPath:"#/properties/env_file/items/properties/path/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.env_file.items.properties.path.type,parentSchema:schema12.properties.env_file.items.properties.path,data:data208};
if(vErrors === null){
vErrors = [err257];
}
else {
vErrors.push(err257);
}
errors++;
}
}
if(data207.format !== undefined){
let data209 = data207.format;
if(typeof data209 !== "string"){
const err258 = {instancePath:instancePath+"/env_file/" + i43+"/format",schemaPath:"#/properties/env_file/items/properties/format/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.env_file.items.properties.format.type,parentSchema:schema12.properties.env_file.items.properties.format,data:data209};
if(vErrors === null){
vErrors = [err258];
}
else {
vErrors.push(err258);
}
errors++;
}
}
if(data207.required !== undefined){
let data210 = data207.required;
if((typeof data210 !== "boolean") && (typeof data210 !== "string")){
const err259 = {instancePath:instancePath+"/env_file/" + i43+"/required",schemaPath:"#/properties/env_file/items/properties/required/type",keyword:"type",params:{type: schema12.properties.env_file.items.properties.required.type},message:"must be boolean,string",schema:schema12.properties.env_file.items.properties.required.type,parentSchema:schema12.properties.env_file.items.properties.required,data:data210};
if(vErrors === null){
vErrors = [err259];
}
else {
vErrors.push(err259);
}
errors++;
}
}
}
}
}
}
if(data.environment !== undefined){
let data211 = data.environment;
if(!data211 || typeof data211 != "object"){
const err260 = {instancePath:instancePath+"/environment",schemaPath:"#/properties/environment/type",keyword:"type",params:{type: schema12.properties.environment.type},message:"must be object,array",schema:schema12.properties.environment.type,parentSchema:schema12.properties.environment,data:data211};
if(vErrors === null){
vErrors = [err260];
}
else {
vErrors.push(err260);
}
errors++;
}
if(Array.isArray(data211)){
const len44 = data211.length;
for(let i44=0; i44<len44; i44++){
let data212 = data211[i44];
if(typeof data212 !== "string"){
const err261 = {instancePath:instancePath+"/environment/" + i44,schemaPath:"#/properties/environment/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.environment.items.type,parentSchema:schema12.properties.environment.items,data:data212};
if(vErrors === null){
vErrors = [err261];
}
else {
vErrors.push(err261);
}
errors++;
}
}
}
if(data211 && typeof data211 == "object" && !Array.isArray(data211)){
for(const key42 in data211){
let data213 = data211[key42];
if((((typeof data213 !== "string") && (!((typeof data213 == "number") && (isFinite(data213))))) && (typeof data213 !== "boolean")) && (data213 !== null)){
const err262 = {instancePath:instancePath+"/environment/" + key42.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/environment/additionalProperties/type",keyword:"type",params:{type: schema12.properties.environment.additionalProperties.type},message:"must be string,number,boolean,null",schema:schema12.properties.environment.additionalProperties.type,parentSchema:schema12.properties.environment.additionalProperties,data:data213};
if(vErrors === null){
vErrors = [err262];
}
else {
vErrors.push(err262);
}
errors++;
}
}
}
}
if(data.expose !== undefined){
let data214 = data.expose;
if(Array.isArray(data214)){
const len45 = data214.length;
for(let i45=0; i45<len45; i45++){
let data215 = data214[i45];
if((typeof data215 !== "string") && (!((typeof data215 == "number") && (isFinite(data215))))){
const err263 = {instancePath:instancePath+"/expose/" + i45,schemaPath:"#/properties/expose/items/type",keyword:"type",params:{type: schema12.properties.expose.items.type},message:"must be string,number",schema:schema12.properties.expose.items.type,parentSchema:schema12.properties.expose.items,data:data215};
if(vErrors === null){
vErrors = [err263];
}
else {
vErrors.push(err263);
}
errors++;
}
}
}
else {
const err264 = {instancePath:instancePath+"/expose",schemaPath:"#/properties/expose/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.expose.type,parentSchema:schema12.properties.expose,data:data214};
if(vErrors === null){
vErrors = [err264];
}
else {
vErrors.push(err264);
}
errors++;
}
}
if(data.extends !== undefined){
let data216 = data.extends;
if((typeof data216 !== "string") && (!(data216 && typeof data216 == "object" && !Array.isArray(data216)))){
const err265 = {instancePath:instancePath+"/extends",schemaPath:"#/properties/extends/type",keyword:"type",params:{type: schema12.properties.extends.type},message:"must be string,object",schema:schema12.properties.extends.type,parentSchema:schema12.properties.extends,data:data216};
if(vErrors === null){
vErrors = [err265];
}
else {
vErrors.push(err265);
}
errors++;
}
if(data216 && typeof data216 == "object" && !Array.isArray(data216)){
if(data216.service === undefined){
const err266 = {instancePath:instancePath+"/extends",schemaPath:"#/properties/extends/required",keyword:"required",params:{missingProperty: "service"},message:"must have required property '"+"service"+"'",schema:schema12.properties.extends.required,parentSchema:schema12.properties.extends,data:data216};
if(vErrors === null){
vErrors = [err266];
}
else {
vErrors.push(err266);
}
errors++;
}
for(const key43 in data216){
if(!((key43 === "service") || (key43 === "file"))){
const err267 = {instancePath:instancePath+"/extends",schemaPath:"#/properties/extends/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key43},message:"must NOT have additional properties",schema:false,parentSchema:schema12.properties.extends,data:data216};
if(vErrors === null){
vErrors = [err267];
}
else {
vErrors.push(err267);
}
errors++;
}
}
if(data216.service !== undefined){
let data217 = data216.service;
if(typeof data217 !== "string"){
const err268 = {instancePath:instancePath+"/extends/service",schemaPath:"#/properties/extends/properties/service/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.extends.properties.service.type,parentSchema:schema12.properties.extends.properties.service,data:data217};
if(vErrors === null){
vErrors = [err268];
}
else {
vErrors.push(err268);
}
errors++;
}
}
if(data216.file !== undefined){
let data218 = data216.file;
if(typeof data218 !== "string"){
const err269 = {instancePath:instancePath+"/extends/file",schemaPath:"#/properties/extends/properties/file/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.extends.properties.file.type,parentSchema:schema12.properties.extends.properties.file,data:data218};
if(vErrors === null){
vErrors = [err269];
}
else {
vErrors.push(err269);
}
errors++;
}
}
}
}
if(data.external_links !== undefined){
let data219 = data.external_links;
if(Array.isArray(data219)){
const len46 = data219.length;
for(let i46=0; i46<len46; i46++){
let data220 = data219[i46];
if(typeof data220 !== "string"){
const err270 = {instancePath:instancePath+"/external_links/" + i46,schemaPath:"#/properties/external_links/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.external_links.items.type,parentSchema:schema12.properties.external_links.items,data:data220};
if(vErrors === null){
vErrors = [err270];
}
else {
vErrors.push(err270);
}
errors++;
}
}
}
else {
const err271 = {instancePath:instancePath+"/external_links",schemaPath:"#/properties/external_links/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.external_links.type,parentSchema:schema12.properties.external_links,data:data219};
if(vErrors === null){
vErrors = [err271];
}
else {
vErrors.push(err271);
}
errors++;
}
}
if(data.extra_hosts !== undefined){
let data221 = data.extra_hosts;
if(!data221 || typeof data221 != "object"){
const err272 = {instancePath:instancePath+"/extra_hosts",schemaPath:"#/properties/extra_hosts/type",keyword:"type",params:{type: schema12.properties.extra_hosts.type},message:"must be object,array",schema:schema12.properties.extra_hosts.type,parentSchema:schema12.properties.extra_hosts,data:data221};
if(vErrors === null){
vErrors = [err272];
}
else {
vErrors.push(err272);
}
errors++;
}
if(Array.isArray(data221)){
const len47 = data221.length;
for(let i47=0; i47<len47; i47++){
let data222 = data221[i47];
if(typeof data222 !== "string"){
const err273 = {instancePath:instancePath+"/extra_hosts/" + i47,schemaPath:"#/properties/extra_hosts/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.extra_hosts.items.type,parentSchema:schema12.properties.extra_hosts.items,data:data222};
if(vErrors === null){
vErrors = [err273];
}
else {
vErrors.push(err273);
}
errors++;
}
}
}
if(data221 && typeof data221 == "object" && !Array.isArray(data221)){
for(const key44 in data221){
let data223 = data221[key44];
if((typeof data223 !== "string") && (!(Array.isArray(data223)))){
const err274 = {instancePath:instancePath+"/extra_hosts/" + key44.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/extra_hosts/additionalProperties/type",keyword:"type",params:{type: schema12.properties.extra_hosts.additionalProperties.type},message:"must be string,array",schema:schema12.properties.extra_hosts.additionalProperties.type,parentSchema:schema12.properties.extra_hosts.additionalProperties,data:data223};
if(vErrors === null){
vErrors = [err274];
}
else {
vErrors.push(err274);
}
errors++;
}
if(Array.isArray(data223)){
const len48 = data223.length;
for(let i48=0; i48<len48; i48++){
let data224 = data223[i48];
if(typeof data224 !== "string"){
const err275 = {instancePath:instancePath+"/extra_hosts/" + key44.replace(/~/g, "~0").replace(/\//g, "~1")+"/" + i48,schemaPath:"#/properties/extra_hosts/additionalProperties/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.extra_hosts.additionalProperties.items.type,parentSchema:schema12.properties.extra_hosts.additionalProperties.items,data:data224};
if(vErrors === null){
vErrors = [err275];
}
else {
vErrors.push(err275);
}
errors++;
}
}
}
}
}
}
if(data.gpus !== undefined){
let data225 = data.gpus;
if((typeof data225 !== "string") && (!(Array.isArray(data225)))){
const err276 = {instancePath:instancePath+"/gpus",schemaPath:"#/properties/gpus/type",keyword:"type",params:{type: schema12.properties.gpus.type},message:"must be string,array",schema:schema12.properties.gpus.type,parentSchema:schema12.properties.gpus,data:data225};
if(vErrors === null){
vErrors = [err276];
}
else {
vErrors.push(err276);
}
errors++;
}
if(Array.isArray(data225)){
const len49 = data225.length;
for(let i49=0; i49<len49; i49++){
let data226 = data225[i49];
if(data226 && typeof data226 == "object" && !Array.isArray(data226)){
for(const key45 in data226){
if(!((((((key45 === "capabilities") || (key45 === "count")) || (key45 === "device_ids")) || (key45 === "driver")) || (key45 === "options")) || (pattern0.test(key45)))){
const err277 = {instancePath:instancePath+"/gpus/" + i49,schemaPath:"#/properties/gpus/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key45},message:"must NOT have additional properties",schema:false,parentSchema:schema12.properties.gpus.items,data:data226};
if(vErrors === null){
vErrors = [err277];
}
else {
vErrors.push(err277);
}
errors++;
}
}
if(data226.capabilities !== undefined){
let data227 = data226.capabilities;
if(Array.isArray(data227)){
const len50 = data227.length;
for(let i50=0; i50<len50; i50++){
let data228 = data227[i50];
if(typeof data228 !== "string"){
const err278 = {instancePath:instancePath+"/gpus/" + i49+"/capabilities/" + i50,schemaPath:"#/properties/gpus/items/properties/capabilities/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.gpus.items.properties.capabilities.items.type,parentSchema:schema12.properties.gpus.items.properties.capabilities.items,data:data228};
if(vErrors === null){
vErrors = [err278];
}
else {
vErrors.push(err278);
}
errors++;
}
}
}
else {
const err279 = {instancePath:instancePath+"/gpus/" + i49+"/capabilities",schemaPath:"#/properties/gpus/items/properties/capabilities/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.gpus.items.properties.capabilities.type,parentSchema:schema12.properties.gpus.items.properties.capabilities,data:data227};
if(vErrors === null){
vErrors = [err279];
}
else {
vErrors.push(err279);
}
errors++;
}
}
if(data226.count !== undefined){
let data229 = data226.count;
if((!(((typeof data229 == "number") && (!(data229 % 1) && !isNaN(data229))) && (isFinite(data229)))) && (typeof data229 !== "string")){
const err280 = {instancePath:instancePath+"/gpus/" + i49+"/count",schemaPath:"#/properties/gpus/items/properties/count/type",keyword:"type",params:{type: schema12.properties.gpus.items.properties.count.type},message:"must be integer,string",schema:schema12.properties.gpus.items.properties.count.type,parentSchema:schema12.properties.gpus.items.properties.count,data:data229};
if(vErrors === null){
vErrors = [err280];
}
else {
vErrors.push(err280);
}
errors++;
}
}
if(data226.device_ids !== undefined){
let data230 = data226.device_ids;
if(Array.isArray(data230)){
const len51 = data230.length;
for(let i51=0; i51<len51; i51++){
let data231 = data230[i51];
if(typeof data231 !== "string"){
const err281 = {instancePath:instancePath+"/gpus/" + i49+"/device_ids/" + i51,schemaPath:"#/properties/gpus/items/properties/device_ids/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.gpus.items.properties.device_ids.items.type,parentSchema:schema12.properties.gpus.items.properties.device_ids.items,data:data231};
if(vErrors === null){
vErrors = [err281];
}
else {
vErrors.push(err281);
}
errors++;
}
}
}
else {
const err282 = {instancePath:instancePath+"/gpus/" + i49+"/device_ids",schemaPath:"#/properties/gpus/items/properties/device_ids/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.gpus.items.properties.device_ids.type,parentSchema:schema12.properties.gpus.items.properties.device_ids,data:data230};
if(vErrors === null){
vErrors = [err282];
}
else {
vErrors.push(err282);
}
errors++;
}
}
if(data226.driver !== undefined){
let data232 = data226.driver;
if(typeof data232 !== "string"){
const err283 = {instancePath:instancePath+"/gpus/" + i49+"/driver",schemaPath:"#/properties/gpus/items/properties/driver/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.gpus.items.properties.driver.type,parentSchema:schema12.properties.gpus.items.properties.driver,data:data232};
if(vErrors === null){
vErrors = [err283];
}
else {
vErrors.push(err283);
}
errors++;
}
}
if(data226.options !== undefined){
let data233 = data226.options;
if(!data233 || typeof data233 != "object"){
const err284 = {instancePath:instancePath+"/gpus/" + i49+"/options",schemaPath:"#/properties/gpus/items/properties/options/type",keyword:"type",params:{type: schema12.properties.gpus.items.properties.options.type},message:"must be object,array",schema:schema12.properties.gpus.items.properties.options.type,parentSchema:schema12.properties.gpus.items.properties.options,data:data233};
if(vErrors === null){
vErrors = [err284];
}
else {
vErrors.push(err284);
}
errors++;
}
if(Array.isArray(data233)){
const len52 = data233.length;
for(let i52=0; i52<len52; i52++){
let data234 = data233[i52];
if(typeof data234 !== "string"){
const err285 = {instancePath:instancePath+"/gpus/" + i49+"/options/" + i52,schemaPath:"#/properties/gpus/items/properties/options/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.gpus.items.properties.options.items.type,parentSchema:schema12.properties.gpus.items.properties.options.items,data:data234};
if(vErrors === null){
vErrors = [err285];
}
else {
vErrors.push(err285);
}
errors++;
}
}
}
if(data233 && typeof data233 == "object" && !Array.isArray(data233)){
for(const key46 in data233){
let data235 = data233[key46];
if((((typeof data235 !== "string") && (!((typeof data235 == "number") && (isFinite(data235))))) && (typeof data235 !== "boolean")) && (data235 !== null)){
const err286 = {instancePath:instancePath+"/gpus/" + i49+"/options/" + key46.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/gpus/items/properties/options/additionalProperties/type",keyword:"type",params:{type: schema12.properties.gpus.items.properties.options.additionalProperties.type},message:"must be string,number,boolean,null",schema:schema12.properties.gpus.items.properties.options.additionalProperties.type,parentSchema:schema12.properties.gpus.items.properties.options.additionalProperties,data:data235};
if(vErrors === null){
vErrors = [err286];
}
else {
vErrors.push(err286);
}
errors++;
}
}
}
}
}
else {
const err287 = {instancePath:instancePath+"/gpus/" + i49,schemaPath:"#/properties/gpus/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema12.properties.gpus.items.type,parentSchema:schema12.properties.gpus.items,data:data226};
if(vErrors === null){
vErrors = [err287];
}
else {
vErrors.push(err287);
}
errors++;
}
}
}
}
if(data.group_add !== undefined){
let data236 = data.group_add;
if(Array.isArray(data236)){
const len53 = data236.length;
for(let i53=0; i53<len53; i53++){
let data237 = data236[i53];
if((typeof data237 !== "string") && (!((typeof data237 == "number") && (isFinite(data237))))){
const err288 = {instancePath:instancePath+"/group_add/" + i53,schemaPath:"#/properties/group_add/items/type",keyword:"type",params:{type: schema12.properties.group_add.items.type},message:"must be string,number",schema:schema12.properties.group_add.items.type,parentSchema:schema12.properties.group_add.items,data:data237};
if(vErrors === null){
vErrors = [err288];
}
else {
vErrors.push(err288);
}
errors++;
}
}
}
else {
const err289 = {instancePath:instancePath+"/group_add",schemaPath:"#/properties/group_add/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.group_add.type,parentSchema:schema12.properties.group_add,data:data236};
if(vErrors === null){
vErrors = [err289];
}
else {
vErrors.push(err289);
}
errors++;
}
}
if(data.healthcheck !== undefined){
let data238 = data.healthcheck;
if(data238 && typeof data238 == "object" && !Array.isArray(data238)){
for(const key47 in data238){
if(!((((((((key47 === "disable") || (key47 === "test")) || (key47 === "interval")) || (key47 === "timeout")) || (key47 === "retries")) || (key47 === "start_period")) || (key47 === "start_interval")) || (pattern0.test(key47)))){
const err290 = {instancePath:instancePath+"/healthcheck",schemaPath:"#/properties/healthcheck/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key47},message:"must NOT have additional properties",schema:false,parentSchema:schema12.properties.healthcheck,data:data238};
if(vErrors === null){
vErrors = [err290];
}
else {
vErrors.push(err290);
}
errors++;
}
}
if(data238.disable !== undefined){
let data239 = data238.disable;
if((typeof data239 !== "boolean") && (typeof data239 !== "string")){
const err291 = {instancePath:instancePath+"/healthcheck/disable",schemaPath:"#/properties/healthcheck/properties/disable/type",keyword:"type",params:{type: schema12.properties.healthcheck.properties.disable.type},message:"must be boolean,string",schema:schema12.properties.healthcheck.properties.disable.type,parentSchema:schema12.properties.healthcheck.properties.disable,data:data239};
if(vErrors === null){
vErrors = [err291];
}
else {
vErrors.push(err291);
}
errors++;
}
}
if(data238.test !== undefined){
let data240 = data238.test;
if((typeof data240 !== "string") && (!(Array.isArray(data240)))){
const err292 = {instancePath:instancePath+"/healthcheck/test",schemaPath:"#/properties/healthcheck/properties/test/type",keyword:"type",params:{type: schema12.properties.healthcheck.properties.test.type},message:"must be string,array",schema:schema12.properties.healthcheck.properties.test.type,parentSchema:schema12.properties.healthcheck.properties.test,data:data240};
if(vErrors === null){
vErrors = [err292];
}
else {
vErrors.push(err292);
}
errors++;
}
if(Array.isArray(data240)){
const len54 = data240.length;
for(let i54=0; i54<len54; i54++){
let data241 = data240[i54];
if(typeof data241 !== "string"){
const err293 = {instancePath:instancePath+"/healthcheck/test/" + i54,schemaPath:"#/properties/healthcheck/properties/test/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.healthcheck.properties.test.items.type,parentSchema:schema12.properties.healthcheck.properties.test.items,data:data241};
if(vErrors === null){
vErrors = [err293];
}
else {
vErrors.push(err293);
}
errors++;
}
}
}
}
if(data238.interval !== undefined){
let data242 = data238.interval;
if(typeof data242 !== "string"){
const err294 = {instancePath:instancePath+"/healthcheck/interval",schemaPath:"#/properties/healthcheck/properties/interval/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.healthcheck.properties.interval.type,parentSchema:schema12.properties.healthcheck.properties.interval,data:data242};
if(vErrors === null){
vErrors = [err294];
}
else {
vErrors.push(err294);
}
errors++;
}
}
if(data238.timeout !== undefined){
let data243 = data238.timeout;
if(typeof data243 !== "string"){
const err295 = {instancePath:instancePath+"/healthcheck/timeout",schemaPath:"#/properties/healthcheck/properties/timeout/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.healthcheck.properties.timeout.type,parentSchema:schema12.properties.healthcheck.properties.timeout,data:data243};
if(vErrors === null){
vErrors = [err295];
}
else {
vErrors.push(err295);
}
errors++;
}
}
if(data238.retries !== undefined){
let data244 = data238.retries;
if((!((typeof data244 == "number") && (isFinite(data244)))) && (typeof data244 !== "string")){
const err296 = {instancePath:instancePath+"/healthcheck/retries",schemaPath:"#/properties/healthcheck/properties/retries/type",keyword:"type",params:{type: schema12.properties.healthcheck.properties.retries.type},message:"must be number,string",schema:schema12.properties.healthcheck.properties.retries.type,parentSchema:schema12.properties.healthcheck.properties.retries,data:data244};
if(vErrors === null){
vErrors = [err296];
}
else {
vErrors.push(err296);
}
errors++;
}
}
if(data238.start_period !== undefined){
let data245 = data238.start_period;
if(typeof data245 !== "string"){
const err297 = {instancePath:instancePath+"/healthcheck/start_period",schemaPath:"#/properties/healthcheck/properties/start_period/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.healthcheck.properties.start_period.type,parentSchema:schema12.properties.healthcheck.properties.start_period,data:data245};
if(vErrors === null){
vErrors = [err297];
}
else {
vErrors.push(err297);
}
errors++;
}
}
if(data238.start_interval !== undefined){
let data246 = data238.start_interval;
if(typeof data246 !== "string"){
const err298 = {instancePath:instancePath+"/healthcheck/start_interval",schemaPath:"#/properties/healthcheck/properties/start_interval/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.healthcheck.properties.start_interval.type,parentSchema:schema12.properties.healthcheck.properties.start_interval,data:data246};
if(vErrors === null){
vErrors = [err298];
}
else {
vErrors.push(err298);
}
errors++;
}
}
}
else {
const err299 = {instancePath:instancePath+"/healthcheck",schemaPath:"#/properties/healthcheck/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema12.properties.healthcheck.type,parentSchema:schema12.properties.healthcheck,data:data238};
if(vErrors === null){
vErrors = [err299];
}
else {
vErrors.push(err299);
}
errors++;
}
}
if(data.hostname !== undefined){
let data247 = data.hostname;
if(typeof data247 !== "string"){
const err300 = {instancePath:instancePath+"/hostname",schemaPath:"#/properties/hostname/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.hostname.type,parentSchema:schema12.properties.hostname,data:data247};
if(vErrors === null){
vErrors = [err300];
}
else {
vErrors.push(err300);
}
errors++;
}
}
if(data.image !== undefined){
let data248 = data.image;
if(typeof data248 !== "string"){
const err301 = {instancePath:instancePath+"/image",schemaPath:"#/properties/image/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.image.type,parentSchema:schema12.properties.image,data:data248};
if(vErrors === null){
vErrors = [err301];
}
else {
vErrors.push(err301);
}
errors++;
}
}
if(data.init !== undefined){
let data249 = data.init;
if((typeof data249 !== "boolean") && (typeof data249 !== "string")){
const err302 = {instancePath:instancePath+"/init",schemaPath:"#/properties/init/type",keyword:"type",params:{type: schema12.properties.init.type},message:"must be boolean,string",schema:schema12.properties.init.type,parentSchema:schema12.properties.init,data:data249};
if(vErrors === null){
vErrors = [err302];
}
else {
vErrors.push(err302);
}
errors++;
}
}
if(data.ipc !== undefined){
let data250 = data.ipc;
if(typeof data250 !== "string"){
const err303 = {instancePath:instancePath+"/ipc",schemaPath:"#/properties/ipc/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.ipc.type,parentSchema:schema12.properties.ipc,data:data250};
if(vErrors === null){
vErrors = [err303];
}
else {
vErrors.push(err303);
}
errors++;
}
}
if(data.isolation !== undefined){
let data251 = data.isolation;
if(typeof data251 !== "string"){
const err304 = {instancePath:instancePath+"/isolation",schemaPath:"#/properties/isolation/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.isolation.type,parentSchema:schema12.properties.isolation,data:data251};
if(vErrors === null){
vErrors = [err304];
}
else {
vErrors.push(err304);
}
errors++;
}
}
if(data.label_file !== undefined){
let data252 = data.label_file;
if((typeof data252 !== "string") && (!(Array.isArray(data252)))){
const err305 = {instancePath:instancePath+"/label_file",schemaPath:"#/properties/label_file/type",keyword:"type",params:{type: schema12.properties.label_file.type},message:"must be string,array",schema:schema12.properties.label_file.type,parentSchema:schema12.properties.label_file,data:data252};
if(vErrors === null){
vErrors = [err305];
}
else {
vErrors.push(err305);
}
errors++;
}
if(Array.isArray(data252)){
const len55 = data252.length;
for(let i55=0; i55<len55; i55++){
let data253 = data252[i55];
if(typeof data253 !== "string"){
const err306 = {instancePath:instancePath+"/label_file/" + i55,schemaPath:"#/properties/label_file/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.label_file.items.type,parentSchema:schema12.properties.label_file.items,data:data253};
if(vErrors === null){
vErrors = [err306];
}
else {
vErrors.push(err306);
}
errors++;
}
}
}
}
if(data.labels !== undefined){
let data254 = data.labels;
if(!data254 || typeof data254 != "object"){
const err307 = {instancePath:instancePath+"/labels",schemaPath:"#/properties/labels/type",keyword:"type",params:{type: schema12.properties.labels.type},message:"must be object,array",schema:schema12.properties.labels.type,parentSchema:schema12.properties.labels,data:data254};
if(vErrors === null){
vErrors = [err307];
}
else {
vErrors.push(err307);
}
errors++;
}
if(Array.isArray(data254)){
const len56 = data254.length;
for(let i56=0; i56<len56; i56++){
let data255 = data254[i56];
if(typeof data255 !== "string"){
const err308 = {instancePath:instancePath+"/labels/" + i56,schemaPath:"#/properties/labels/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.labels.items.type,parentSchema:schema12.properties.labels.items,data:data255};
if(vErrors === null){
vErrors = [err308];
}
else {
vErrors.push(err308);
}
errors++;
}
}
}
if(data254 && typeof data254 == "object" && !Array.isArray(data254)){
for(const key48 in data254){
let data256 = data254[key48];
if((((typeof data256 !== "string") && (!((typeof data256 == "number") && (isFinite(data256))))) && (typeof data256 !== "boolean")) && (data256 !== null)){
const err309 = {instancePath:instancePath+"/labels/" + key48.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/labels/additionalProperties/type",keyword:"type",params:{type: schema12.properties.labels.additionalProperties.type},message:"must be string,number,boolean,null",schema:schema12.properties.labels.additionalProperties.type,parentSchema:schema12.properties.labels.additionalProperties,data:data256};
if(vErrors === null){
vErrors = [err309];
}
else {
vErrors.push(err309);
}
errors++;
}
}
}
}
if(data.links !== undefined){
let data257 = data.links;
if(Array.isArray(data257)){
const len57 = data257.length;
for(let i57=0; i57<len57; i57++){
let data258 = data257[i57];
if(typeof data258 !== "string"){
const err310 = {instancePath:instancePath+"/links/" + i57,schemaPath:"#/properties/links/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.links.items.type,parentSchema:schema12.properties.links.items,data:data258};
if(vErrors === null){
vErrors = [err310];
}
else {
vErrors.push(err310);
}
errors++;
}
}
}
else {
const err311 = {instancePath:instancePath+"/links",schemaPath:"#/properties/links/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.links.type,parentSchema:schema12.properties.links,data:data257};
if(vErrors === null){
vErrors = [err311];
}
else {
vErrors.push(err311);
}
errors++;
}
}
if(data.logging !== undefined){
let data259 = data.logging;
if(data259 && typeof data259 == "object" && !Array.isArray(data259)){
for(const key49 in data259){
if(!(((key49 === "driver") || (key49 === "options")) || (pattern0.test(key49)))){
const err312 = {instancePath:instancePath+"/logging",schemaPath:"#/properties/logging/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key49},message:"must NOT have additional properties",schema:false,parentSchema:schema12.properties.logging,data:data259};
if(vErrors === null){
vErrors = [err312];
}
else {
vErrors.push(err312);
}
errors++;
}
}
if(data259.driver !== undefined){
let data260 = data259.driver;
if(typeof data260 !== "string"){
const err313 = {instancePath:instancePath+"/logging/driver",schemaPath:"#/properties/logging/properties/driver/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.logging.properties.driver.type,parentSchema:schema12.properties.logging.properties.driver,data:data260};
if(vErrors === null){
vErrors = [err313];
}
else {
vErrors.push(err313);
}
errors++;
}
}
if(data259.options !== undefined){
let data261 = data259.options;
if(data261 && typeof data261 == "object" && !Array.isArray(data261)){
for(const key50 in data261){
let data262 = data261[key50];
if(((typeof data262 !== "string") && (!((typeof data262 == "number") && (isFinite(data262))))) && (data262 !== null)){
const err314 = {instancePath:instancePath+"/logging/options/" + key50.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/logging/properties/options/additionalProperties/type",keyword:"type",params:{type: schema12.properties.logging.properties.options.additionalProperties.type},message:"must be string,number,null",schema:schema12.properties.logging.properties.options.additionalProperties.type,parentSchema:schema12.properties.logging.properties.options.additionalProperties,data:data262};
if(vErrors === null){
vErrors = [err314];
}
else {
vErrors.push(err314);
}
errors++;
}
}
}
else {
const err315 = {instancePath:instancePath+"/logging/options",schemaPath:"#/properties/logging/properties/options/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema12.properties.logging.properties.options.type,parentSchema:schema12.properties.logging.properties.options,data:data261};
if(vErrors === null){
vErrors = [err315];
}
else {
vErrors.push(err315);
}
errors++;
}
}
}
else {
const err316 = {instancePath:instancePath+"/logging",schemaPath:"#/properties/logging/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema12.properties.logging.type,parentSchema:schema12.properties.logging,data:data259};
if(vErrors === null){
vErrors = [err316];
}
else {
vErrors.push(err316);
}
errors++;
}
}
if(data.mac_address !== undefined){
let data263 = data.mac_address;
if(typeof data263 !== "string"){
const err317 = {instancePath:instancePath+"/mac_address",schemaPath:"#/properties/mac_address/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.mac_address.type,parentSchema:schema12.properties.mac_address,data:data263};
if(vErrors === null){
vErrors = [err317];
}
else {
vErrors.push(err317);
}
errors++;
}
}
if(data.mem_limit !== undefined){
let data264 = data.mem_limit;
if((!((typeof data264 == "number") && (isFinite(data264)))) && (typeof data264 !== "string")){
const err318 = {instancePath:instancePath+"/mem_limit",schemaPath:"#/properties/mem_limit/type",keyword:"type",params:{type: schema12.properties.mem_limit.type},message:"must be number,string",schema:schema12.properties.mem_limit.type,parentSchema:schema12.properties.mem_limit,data:data264};
if(vErrors === null){
vErrors = [err318];
}
else {
vErrors.push(err318);
}
errors++;
}
}
if(data.mem_reservation !== undefined){
let data265 = data.mem_reservation;
if((!((typeof data265 == "number") && (isFinite(data265)))) && (typeof data265 !== "string")){
const err319 = {instancePath:instancePath+"/mem_reservation",schemaPath:"#/properties/mem_reservation/type",keyword:"type",params:{type: schema12.properties.mem_reservation.type},message:"must be number,string",schema:schema12.properties.mem_reservation.type,parentSchema:schema12.properties.mem_reservation,data:data265};
if(vErrors === null){
vErrors = [err319];
}
else {
vErrors.push(err319);
}
errors++;
}
}
if(data.mem_swappiness !== undefined){
let data266 = data.mem_swappiness;
if((!(((typeof data266 == "number") && (!(data266 % 1) && !isNaN(data266))) && (isFinite(data266)))) && (typeof data266 !== "string")){
const err320 = {instancePath:instancePath+"/mem_swappiness",schemaPath:"#/properties/mem_swappiness/type",keyword:"type",params:{type: schema12.properties.mem_swappiness.type},message:"must be integer,string",schema:schema12.properties.mem_swappiness.type,parentSchema:schema12.properties.mem_swappiness,data:data266};
if(vErrors === null){
vErrors = [err320];
}
else {
vErrors.push(err320);
}
errors++;
}
}
if(data.memswap_limit !== undefined){
let data267 = data.memswap_limit;
if((!((typeof data267 == "number") && (isFinite(data267)))) && (typeof data267 !== "string")){
const err321 = {instancePath:instancePath+"/memswap_limit",schemaPath:"#/properties/memswap_limit/type",keyword:"type",params:{type: schema12.properties.memswap_limit.type},message:"must be number,string",schema:schema12.properties.memswap_limit.type,parentSchema:schema12.properties.memswap_limit,data:data267};
if(vErrors === null){
vErrors = [err321];
}
else {
vErrors.push(err321);
}
errors++;
}
}
if(data.models !== undefined){
let data268 = data.models;
if(!data268 || typeof data268 != "object"){
const err322 = {instancePath:instancePath+"/models",schemaPath:"#/properties/models/type",keyword:"type",params:{type: schema12.properties.models.type},message:"must be array,object",schema:schema12.properties.models.type,parentSchema:schema12.properties.models,data:data268};
if(vErrors === null){
vErrors = [err322];
}
else {
vErrors.push(err322);
}
errors++;
}
if(Array.isArray(data268)){
const len58 = data268.length;
for(let i58=0; i58<len58; i58++){
let data269 = data268[i58];
if(typeof data269 !== "string"){
const err323 = {instancePath:instancePath+"/models/" + i58,schemaPath:"#/properties/models/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.models.items.type,parentSchema:schema12.properties.models.items,data:data269};
if(vErrors === null){
vErrors = [err323];
}
else {
vErrors.push(err323);
}
errors++;
}
}
}
if(data268 && typeof data268 == "object" && !Array.isArray(data268)){
for(const key51 in data268){
let data270 = data268[key51];
if((!(data270 && typeof data270 == "object" && !Array.isArray(data270))) && (data270 !== null)){
const err324 = {instancePath:instancePath+"/models/" + key51.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/models/additionalProperties/type",keyword:"type",params:{type: schema12.properties.models.additionalProperties.type},message:"must be object,null",schema:schema12.properties.models.additionalProperties.type,parentSchema:schema12.properties.models.additionalProperties,data:data270};
if(vErrors === null){
vErrors = [err324];
}
else {
vErrors.push(err324);
}
errors++;
}
if(data270 && typeof data270 == "object" && !Array.isArray(data270)){
for(const key52 in data270){
if(!(((key52 === "endpoint_var") || (key52 === "model_var")) || (pattern0.test(key52)))){
const err325 = {instancePath:instancePath+"/models/" + key51.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/models/additionalProperties/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key52},message:"must NOT have additional properties",schema:false,parentSchema:schema12.properties.models.additionalProperties,data:data270};
if(vErrors === null){
vErrors = [err325];
}
else {
vErrors.push(err325);
}
errors++;
}
}
if(data270.endpoint_var !== undefined){
let data271 = data270.endpoint_var;
if(typeof data271 !== "string"){
const err326 = {instancePath:instancePath+"/models/" + key51.replace(/~/g, "~0").replace(/\//g, "~1")+"/endpoint_var",schemaPath:"#/properties/models/additionalProperties/properties/endpoint_var/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.models.additionalProperties.properties.endpoint_var.type,parentSchema:schema12.properties.models.additionalProperties.properties.endpoint_var,data:data271};
if(vErrors === null){
vErrors = [err326];
}
else {
vErrors.push(err326);
}
errors++;
}
}
if(data270.model_var !== undefined){
let data272 = data270.model_var;
if(typeof data272 !== "string"){
const err327 = {instancePath:instancePath+"/models/" + key51.replace(/~/g, "~0").replace(/\//g, "~1")+"/model_var",schemaPath:"#/properties/models/additionalProperties/properties/model_var/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.models.additionalProperties.properties.model_var.type,parentSchema:schema12.properties.models.additionalProperties.properties.model_var,data:data272};
if(vErrors === null){
vErrors = [err327];
}
else {
vErrors.push(err327);
}
errors++;
}
}
}
}
}
}
if(data.network_mode !== undefined){
let data273 = data.network_mode;
if(typeof data273 !== "string"){
const err328 = {instancePath:instancePath+"/network_mode",schemaPath:"#/properties/network_mode/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.network_mode.type,parentSchema:schema12.properties.network_mode,data:data273};
if(vErrors === null){
vErrors = [err328];
}
else {
vErrors.push(err328);
}
errors++;
}
}
if(data.networks !== undefined){
let data274 = data.networks;
if(!data274 || typeof data274 != "object"){
const err329 = {instancePath:instancePath+"/networks",schemaPath:"#/properties/networks/type",keyword:"type",params:{type: schema12.properties.networks.type},message:"must be array,object",schema:schema12.properties.networks.type,parentSchema:schema12.properties.networks,data:data274};
if(vErrors === null){
vErrors = [err329];
}
else {
vErrors.push(err329);
}
errors++;
}
if(Array.isArray(data274)){
const len59 = data274.length;
for(let i59=0; i59<len59; i59++){
let data275 = data274[i59];
if(typeof data275 !== "string"){
const err330 = {instancePath:instancePath+"/networks/" + i59,schemaPath:"#/properties/networks/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.networks.items.type,parentSchema:schema12.properties.networks.items,data:data275};
if(vErrors === null){
vErrors = [err330];
}
else {
vErrors.push(err330);
}
errors++;
}
}
}
if(data274 && typeof data274 == "object" && !Array.isArray(data274)){
for(const key53 in data274){
let data276 = data274[key53];
if((!(data276 && typeof data276 == "object" && !Array.isArray(data276))) && (data276 !== null)){
const err331 = {instancePath:instancePath+"/networks/" + key53.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/networks/additionalProperties/type",keyword:"type",params:{type: schema12.properties.networks.additionalProperties.type},message:"must be object,null",schema:schema12.properties.networks.additionalProperties.type,parentSchema:schema12.properties.networks.additionalProperties,data:data276};
if(vErrors === null){
vErrors = [err331];
}
else {
vErrors.push(err331);
}
errors++;
}
if(data276 && typeof data276 == "object" && !Array.isArray(data276)){
for(const key54 in data276){
if(!((func2.call(schema12.properties.networks.additionalProperties.properties, key54)) || (pattern0.test(key54)))){
const err332 = {instancePath:instancePath+"/networks/" + key53.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/networks/additionalProperties/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key54},message:"must NOT have additional properties",schema:false,parentSchema:schema12.properties.networks.additionalProperties,data:data276};
if(vErrors === null){
vErrors = [err332];
}
else {
vErrors.push(err332);
}
errors++;
}
}
if(data276.aliases !== undefined){
let data277 = data276.aliases;
if(Array.isArray(data277)){
const len60 = data277.length;
for(let i60=0; i60<len60; i60++){
let data278 = data277[i60];
if(typeof data278 !== "string"){
const err333 = {instancePath:instancePath+"/networks/" + key53.replace(/~/g, "~0").replace(/\//g, "~1")+"/aliases/" + i60,schemaPath:"#/properties/networks/additionalProperties/properties/aliases/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.networks.additionalProperties.properties.aliases.items.type,parentSchema:schema12.properties.networks.additionalProperties.properties.aliases.items,data:data278};
if(vErrors === null){
vErrors = [err333];
}
else {
vErrors.push(err333);
}
errors++;
}
}
}
else {
const err334 = {instancePath:instancePath+"/networks/" + key53.replace(/~/g, "~0").replace(/\//g, "~1")+"/aliases",schemaPath:"#/properties/networks/additionalProperties/properties/aliases/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.networks.additionalProperties.properties.aliases.type,parentSchema:schema12.properties.networks.additionalProperties.properties.aliases,data:data277};
if(vErrors === null){
vErrors = [err334];
}
else {
vErrors.push(err334);
}
errors++;
}
}
if(data276.ipv4_address !== undefined){
let data279 = data276.ipv4_address;
if(typeof data279 !== "string"){
const err335 = {instancePath:instancePath+"/networks/" + key53.replace(/~/g, "~0").replace(/\//g, "~1")+"/ipv4_address",schemaPath:"#/properties/networks/additionalProperties/properties/ipv4_address/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.networks.additionalProperties.properties.ipv4_address.type,parentSchema:schema12.properties.networks.additionalProperties.properties.ipv4_address,data:data279};
if(vErrors === null){
vErrors = [err335];
}
else {
vErrors.push(err335);
}
errors++;
}
}
if(data276.ipv6_address !== undefined){
let data280 = data276.ipv6_address;
if(typeof data280 !== "string"){
const err336 = {instancePath:instancePath+"/networks/" + key53.replace(/~/g, "~0").replace(/\//g, "~1")+"/ipv6_address",schemaPath:"#/properties/networks/additionalProperties/properties/ipv6_address/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.networks.additionalProperties.properties.ipv6_address.type,parentSchema:schema12.properties.networks.additionalProperties.properties.ipv6_address,data:data280};
if(vErrors === null){
vErrors = [err336];
}
else {
vErrors.push(err336);
}
errors++;
}
}
if(data276.link_local_ips !== undefined){
let data281 = data276.link_local_ips;
if(Array.isArray(data281)){
const len61 = data281.length;
for(let i61=0; i61<len61; i61++){
let data282 = data281[i61];
if(typeof data282 !== "string"){
const err337 = {instancePath:instancePath+"/networks/" + key53.replace(/~/g, "~0").replace(/\//g, "~1")+"/link_local_ips/" + i61,schemaPath:"#/properties/networks/additionalProperties/properties/link_local_ips/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.networks.additionalProperties.properties.link_local_ips.items.type,parentSchema:schema12.properties.networks.additionalProperties.properties.link_local_ips.items,data:data282};
if(vErrors === null){
vErrors = [err337];
}
else {
vErrors.push(err337);
}
errors++;
}
}
}
else {
const err338 = {instancePath:instancePath+"/networks/" + key53.replace(/~/g, "~0").replace(/\//g, "~1")+"/link_local_ips",schemaPath:"#/properties/networks/additionalProperties/properties/link_local_ips/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.networks.additionalProperties.properties.link_local_ips.type,parentSchema:schema12.properties.networks.additionalProperties.properties.link_local_ips,data:data281};
if(vErrors === null){
vErrors = [err338];
}
else {
vErrors.push(err338);
}
errors++;
}
}
if(data276.mac_address !== undefined){
let data283 = data276.mac_address;
if(typeof data283 !== "string"){
const err339 = {instancePath:instancePath+"/networks/" + key53.replace(/~/g, "~0").replace(/\//g, "~1")+"/mac_address",schemaPath:"#/properties/networks/additionalProperties/properties/mac_address/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.networks.additionalProperties.properties.mac_address.type,parentSchema:schema12.properties.networks.additionalProperties.properties.mac_address,data:data283};
if(vErrors === null){
vErrors = [err339];
}
else {
vErrors.push(err339);
}
errors++;
}
}
if(data276.driver_opts !== undefined){
let data284 = data276.driver_opts;
if(data284 && typeof data284 == "object" && !Array.isArray(data284)){
for(const key55 in data284){
let data285 = data284[key55];
if((typeof data285 !== "string") && (!((typeof data285 == "number") && (isFinite(data285))))){
const err340 = {instancePath:instancePath+"/networks/" + key53.replace(/~/g, "~0").replace(/\//g, "~1")+"/driver_opts/" + key55.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/networks/additionalProperties/properties/driver_opts/additionalProperties/type",keyword:"type",params:{type: schema12.properties.networks.additionalProperties.properties.driver_opts.additionalProperties.type},message:"must be string,number",schema:schema12.properties.networks.additionalProperties.properties.driver_opts.additionalProperties.type,parentSchema:schema12.properties.networks.additionalProperties.properties.driver_opts.additionalProperties,data:data285};
if(vErrors === null){
vErrors = [err340];
}
else {
vErrors.push(err340);
}
errors++;
}
}
}
else {
const err341 = {instancePath:instancePath+"/networks/" + key53.replace(/~/g, "~0").replace(/\//g, "~1")+"/driver_opts",schemaPath:"#/properties/networks/additionalProperties/properties/driver_opts/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema12.properties.networks.additionalProperties.properties.driver_opts.type,parentSchema:schema12.properties.networks.additionalProperties.properties.driver_opts,data:data284};
if(vErrors === null){
vErrors = [err341];
}
else {
vErrors.push(err341);
}
errors++;
}
}
if(data276.interface_name !== undefined){
let data286 = data276.interface_name;
if(typeof data286 !== "string"){
const err342 = {instancePath:instancePath+"/networks/" + key53.replace(/~/g, "~0").replace(/\//g, "~1")+"/interface_name",schemaPath:"#/properties/networks/additionalProperties/properties/interface_name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.networks.additionalProperties.properties.interface_name.type,parentSchema:schema12.properties.networks.additionalProperties.properties.interface_name,data:data286};
if(vErrors === null){
vErrors = [err342];
}
else {
vErrors.push(err342);
}
errors++;
}
}
if(data276.priority !== undefined){
let data287 = data276.priority;
if((!((typeof data287 == "number") && (isFinite(data287)))) && (typeof data287 !== "string")){
const err343 = {instancePath:instancePath+"/networks/" + key53.replace(/~/g, "~0").replace(/\//g, "~1")+"/priority",schemaPath:"#/properties/networks/additionalProperties/properties/priority/type",keyword:"type",params:{type: schema12.properties.networks.additionalProperties.properties.priority.type},message:"must be number,string",schema:schema12.properties.networks.additionalProperties.properties.priority.type,parentSchema:schema12.properties.networks.additionalProperties.properties.priority,data:data287};
if(vErrors === null){
vErrors = [err343];
}
else {
vErrors.push(err343);
}
errors++;
}
}
if(data276.gw_priority !== undefined){
let data288 = data276.gw_priority;
if((!((typeof data288 == "number") && (isFinite(data288)))) && (typeof data288 !== "string")){
const err344 = {instancePath:instancePath+"/networks/" + key53.replace(/~/g, "~0").replace(/\//g, "~1")+"/gw_priority",schemaPath:"#/properties/networks/additionalProperties/properties/gw_priority/type",keyword:"type",params:{type: schema12.properties.networks.additionalProperties.properties.gw_priority.type},message:"must be number,string",schema:schema12.properties.networks.additionalProperties.properties.gw_priority.type,parentSchema:schema12.properties.networks.additionalProperties.properties.gw_priority,data:data288};
if(vErrors === null){
vErrors = [err344];
}
else {
vErrors.push(err344);
}
errors++;
}
}
}
}
}
}
if(data.oom_kill_disable !== undefined){
let data289 = data.oom_kill_disable;
if((typeof data289 !== "boolean") && (typeof data289 !== "string")){
const err345 = {instancePath:instancePath+"/oom_kill_disable",schemaPath:"#/properties/oom_kill_disable/type",keyword:"type",params:{type: schema12.properties.oom_kill_disable.type},message:"must be boolean,string",schema:schema12.properties.oom_kill_disable.type,parentSchema:schema12.properties.oom_kill_disable,data:data289};
if(vErrors === null){
vErrors = [err345];
}
else {
vErrors.push(err345);
}
errors++;
}
}
if(data.oom_score_adj !== undefined){
let data290 = data.oom_score_adj;
if((!(((typeof data290 == "number") && (!(data290 % 1) && !isNaN(data290))) && (isFinite(data290)))) && (typeof data290 !== "string")){
const err346 = {instancePath:instancePath+"/oom_score_adj",schemaPath:"#/properties/oom_score_adj/type",keyword:"type",params:{type: schema12.properties.oom_score_adj.type},message:"must be integer,string",schema:schema12.properties.oom_score_adj.type,parentSchema:schema12.properties.oom_score_adj,data:data290};
if(vErrors === null){
vErrors = [err346];
}
else {
vErrors.push(err346);
}
errors++;
}
}
if(data.pid !== undefined){
let data291 = data.pid;
if(typeof data291 !== "string"){
const err347 = {instancePath:instancePath+"/pid",schemaPath:"#/properties/pid/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.pid.type,parentSchema:schema12.properties.pid,data:data291};
if(vErrors === null){
vErrors = [err347];
}
else {
vErrors.push(err347);
}
errors++;
}
}
if(data.pids_limit !== undefined){
let data292 = data.pids_limit;
if((!((typeof data292 == "number") && (isFinite(data292)))) && (typeof data292 !== "string")){
const err348 = {instancePath:instancePath+"/pids_limit",schemaPath:"#/properties/pids_limit/type",keyword:"type",params:{type: schema12.properties.pids_limit.type},message:"must be number,string",schema:schema12.properties.pids_limit.type,parentSchema:schema12.properties.pids_limit,data:data292};
if(vErrors === null){
vErrors = [err348];
}
else {
vErrors.push(err348);
}
errors++;
}
}
if(data.platform !== undefined){
let data293 = data.platform;
if(typeof data293 !== "string"){
const err349 = {instancePath:instancePath+"/platform",schemaPath:"#/properties/platform/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.platform.type,parentSchema:schema12.properties.platform,data:data293};
if(vErrors === null){
vErrors = [err349];
}
else {
vErrors.push(err349);
}
errors++;
}
}
if(data.ports !== undefined){
let data294 = data.ports;
if(Array.isArray(data294)){
const len62 = data294.length;
for(let i62=0; i62<len62; i62++){
let data295 = data294[i62];
if(((!(((typeof data295 == "number") && (!(data295 % 1) && !isNaN(data295))) && (isFinite(data295)))) && (typeof data295 !== "string")) && (!(data295 && typeof data295 == "object" && !Array.isArray(data295)))){
const err350 = {instancePath:instancePath+"/ports/" + i62,schemaPath:"#/properties/ports/items/type",keyword:"type",params:{type: schema12.properties.ports.items.type},message:"must be integer,string,object",schema:schema12.properties.ports.items.type,parentSchema:schema12.properties.ports.items,data:data295};
if(vErrors === null){
vErrors = [err350];
}
else {
vErrors.push(err350);
}
errors++;
}
if(data295 && typeof data295 == "object" && !Array.isArray(data295)){
for(const key56 in data295){
if(!((((((((key56 === "name") || (key56 === "mode")) || (key56 === "host_ip")) || (key56 === "target")) || (key56 === "published")) || (key56 === "protocol")) || (key56 === "app_protocol")) || (pattern0.test(key56)))){
const err351 = {instancePath:instancePath+"/ports/" + i62,schemaPath:"#/properties/ports/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key56},message:"must NOT have additional properties",schema:false,parentSchema:schema12.properties.ports.items,data:data295};
if(vErrors === null){
vErrors = [err351];
}
else {
vErrors.push(err351);
}
errors++;
}
}
if(data295.name !== undefined){
let data296 = data295.name;
if(typeof data296 !== "string"){
const err352 = {instancePath:instancePath+"/ports/" + i62+"/name",schemaPath:"#/properties/ports/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.ports.items.properties.name.type,parentSchema:schema12.properties.ports.items.properties.name,data:data296};
if(vErrors === null){
vErrors = [err352];
}
else {
vErrors.push(err352);
}
errors++;
}
}
if(data295.mode !== undefined){
let data297 = data295.mode;
if(typeof data297 !== "string"){
const err353 = {instancePath:instancePath+"/ports/" + i62+"/mode",schemaPath:"#/properties/ports/items/properties/mode/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.ports.items.properties.mode.type,parentSchema:schema12.properties.ports.items.properties.mode,data:data297};
if(vErrors === null){
vErrors = [err353];
}
else {
vErrors.push(err353);
}
errors++;
}
}
if(data295.host_ip !== undefined){
let data298 = data295.host_ip;
if(typeof data298 !== "string"){
const err354 = {instancePath:instancePath+"/ports/" + i62+"/host_ip",schemaPath:"#/properties/ports/items/properties/host_ip/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.ports.items.properties.host_ip.type,parentSchema:schema12.properties.ports.items.properties.host_ip,data:data298};
if(vErrors === null){
vErrors = [err354];
}
else {
vErrors.push(err354);
}
errors++;
}
}
if(data295.target !== undefined){
let data299 = data295.target;
if((!(((typeof data299 == "number") && (!(data299 % 1) && !isNaN(data299))) && (isFinite(data299)))) && (typeof data299 !== "string")){
const err355 = {instancePath:instancePath+"/ports/" + i62+"/target",schemaPath:"#/properties/ports/items/properties/target/type",keyword:"type",params:{type: schema12.properties.ports.items.properties.target.type},message:"must be integer,string",schema:schema12.properties.ports.items.properties.target.type,parentSchema:schema12.properties.ports.items.properties.target,data:data299};
if(vErrors === null){
vErrors = [err355];
}
else {
vErrors.push(err355);
}
errors++;
}
}
if(data295.published !== undefined){
let data300 = data295.published;
if((!(((typeof data300 == "number") && (!(data300 % 1) && !isNaN(data300))) && (isFinite(data300)))) && (typeof data300 !== "string")){
const err356 = {instancePath:instancePath+"/ports/" + i62+"/published",schemaPath:"#/properties/ports/items/properties/published/type",keyword:"type",params:{type: schema12.properties.ports.items.properties.published.type},message:"must be integer,string",schema:schema12.properties.ports.items.properties.published.type,parentSchema:schema12.properties.ports.items.properties.published,data:data300};
if(vErrors === null){
vErrors = [err356];
}
else {
vErrors.push(err356);
}
errors++;
}
}
if(data295.protocol !== undefined){
let data301 = data295.protocol;
if(typeof data301 !== "string"){
const err357 = {instancePath:instancePath+"/ports/" + i62+"/protocol",schemaPath:"#/properties/ports/items/properties/protocol/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.ports.items.properties.protocol.type,parentSchema:schema12.properties.ports.items.properties.protocol,data:data301};
if(vErrors === null){
vErrors = [err357];
}
else {
vErrors.push(err357);
}
errors++;
}
}
if(data295.app_protocol !== undefined){
let data302 = data295.app_protocol;
if(typeof data302 !== "string"){
const err358 = {instancePath:instancePath+"/ports/" + i62+"/app_protocol",schemaPath:"#/properties/ports/items/properties/app_protocol/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.ports.items.properties.app_protocol.type,parentSchema:schema12.properties.ports.items.properties.app_protocol,data:data302};
if(vErrors === null){
vErrors = [err358];
}
else {
vErrors.push(err358);
}
errors++;
}
}
}
}
}
else {
const err359 = {instancePath:instancePath+"/ports",schemaPath:"#/properties/ports/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.ports.type,parentSchema:schema12.properties.ports,data:data294};
if(vErrors === null){
vErrors = [err359];
}
else {
vErrors.push(err359);
}
errors++;
}
}
if(data.pre_start !== undefined){
let data303 = data.pre_start;
if(Array.isArray(data303)){
const len63 = data303.length;
for(let i63=0; i63<len63; i63++){
let data304 = data303[i63];
if(data304 && typeof data304 == "object" && !Array.isArray(data304)){
for(const key57 in data304){
if(!((((((((key57 === "command") || (key57 === "user")) || (key57 === "privileged")) || (key57 === "working_dir")) || (key57 === "environment")) || (key57 === "image")) || (key57 === "per_replica")) || (pattern0.test(key57)))){
const err360 = {instancePath:instancePath+"/pre_start/" + i63,schemaPath:"#/properties/pre_start/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key57},message:"must NOT have additional properties",schema:false,parentSchema:schema12.properties.pre_start.items,data:data304};
if(vErrors === null){
vErrors = [err360];
}
else {
vErrors.push(err360);
}
errors++;
}
}
if(data304.command !== undefined){
let data305 = data304.command;
if(((typeof data305 !== "string") && (!(Array.isArray(data305)))) && (data305 !== null)){
const err361 = {instancePath:instancePath+"/pre_start/" + i63+"/command",schemaPath:"#/$defs/command/type",keyword:"type",params:{type: schema13.type},message:"must be string,array,null",schema:schema13.type,parentSchema:schema13,data:data305};
if(vErrors === null){
vErrors = [err361];
}
else {
vErrors.push(err361);
}
errors++;
}
if(Array.isArray(data305)){
const len64 = data305.length;
for(let i64=0; i64<len64; i64++){
let data306 = data305[i64];
if(typeof data306 !== "string"){
const err362 = {instancePath:instancePath+"/pre_start/" + i63+"/command/" + i64,schemaPath:"#/$defs/command/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema13.items.type,parentSchema:schema13.items,data:data306};
if(vErrors === null){
vErrors = [err362];
}
else {
vErrors.push(err362);
}
errors++;
}
}
}
}
if(data304.user !== undefined){
let data307 = data304.user;
if(typeof data307 !== "string"){
const err363 = {instancePath:instancePath+"/pre_start/" + i63+"/user",schemaPath:"#/properties/pre_start/items/properties/user/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.pre_start.items.properties.user.type,parentSchema:schema12.properties.pre_start.items.properties.user,data:data307};
if(vErrors === null){
vErrors = [err363];
}
else {
vErrors.push(err363);
}
errors++;
}
}
if(data304.privileged !== undefined){
let data308 = data304.privileged;
if((typeof data308 !== "boolean") && (typeof data308 !== "string")){
const err364 = {instancePath:instancePath+"/pre_start/" + i63+"/privileged",schemaPath:"#/properties/pre_start/items/properties/privileged/type",keyword:"type",params:{type: schema12.properties.pre_start.items.properties.privileged.type},message:"must be boolean,string",schema:schema12.properties.pre_start.items.properties.privileged.type,parentSchema:schema12.properties.pre_start.items.properties.privileged,data:data308};
if(vErrors === null){
vErrors = [err364];
}
else {
vErrors.push(err364);
}
errors++;
}
}
if(data304.working_dir !== undefined){
let data309 = data304.working_dir;
if(typeof data309 !== "string"){
const err365 = {instancePath:instancePath+"/pre_start/" + i63+"/working_dir",schemaPath:"#/properties/pre_start/items/properties/working_dir/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.pre_start.items.properties.working_dir.type,parentSchema:schema12.properties.pre_start.items.properties.working_dir,data:data309};
if(vErrors === null){
vErrors = [err365];
}
else {
vErrors.push(err365);
}
errors++;
}
}
if(data304.environment !== undefined){
let data310 = data304.environment;
if(!data310 || typeof data310 != "object"){
const err366 = {instancePath:instancePath+"/pre_start/" + i63+"/environment",schemaPath:"#/properties/pre_start/items/properties/environment/type",keyword:"type",params:{type: schema12.properties.pre_start.items.properties.environment.type},message:"must be object,array",schema:schema12.properties.pre_start.items.properties.environment.type,parentSchema:schema12.properties.pre_start.items.properties.environment,data:data310};
if(vErrors === null){
vErrors = [err366];
}
else {
vErrors.push(err366);
}
errors++;
}
if(Array.isArray(data310)){
const len65 = data310.length;
for(let i65=0; i65<len65; i65++){
let data311 = data310[i65];
if(typeof data311 !== "string"){
const err367 = {instancePath:instancePath+"/pre_start/" + i63+"/environment/" + i65,schemaPath:"#/properties/pre_start/items/properties/environment/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.pre_start.items.properties.environment.items.type,parentSchema:schema12.properties.pre_start.items.properties.environment.items,data:data311};
if(vErrors === null){
vErrors = [err367];
}
else {
vErrors.push(err367);
}
errors++;
}
}
}
if(data310 && typeof data310 == "object" && !Array.isArray(data310)){
for(const key58 in data310){
let data312 = data310[key58];
if((((typeof data312 !== "string") && (!((typeof data312 == "number") && (isFinite(data312))))) && (typeof data312 !== "boolean")) && (data312 !== null)){
const err368 = {instancePath:instancePath+"/pre_start/" + i63+"/environment/" + key58.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/pre_start/items/properties/environment/additionalProperties/type",keyword:"type",params:{type: schema12.properties.pre_start.items.properties.environment.additionalProperties.type},message:"must be string,number,boolean,null",schema:schema12.properties.pre_start.items.properties.environment.additionalProperties.type,parentSchema:schema12.properties.pre_start.items.properties.environment.additionalProperties,data:data312};
if(vErrors === null){
vErrors = [err368];
}
else {
vErrors.push(err368);
}
errors++;
}
}
}
}
if(data304.image !== undefined){
let data313 = data304.image;
if(typeof data313 !== "string"){
const err369 = {instancePath:instancePath+"/pre_start/" + i63+"/image",schemaPath:"#/properties/pre_start/items/properties/image/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.pre_start.items.properties.image.type,parentSchema:schema12.properties.pre_start.items.properties.image,data:data313};
if(vErrors === null){
vErrors = [err369];
}
else {
vErrors.push(err369);
}
errors++;
}
}
if(data304.per_replica !== undefined){
let data314 = data304.per_replica;
if((typeof data314 !== "boolean") && (typeof data314 !== "string")){
const err370 = {instancePath:instancePath+"/pre_start/" + i63+"/per_replica",schemaPath:"#/properties/pre_start/items/properties/per_replica/type",keyword:"type",params:{type: schema12.properties.pre_start.items.properties.per_replica.type},message:"must be boolean,string",schema:schema12.properties.pre_start.items.properties.per_replica.type,parentSchema:schema12.properties.pre_start.items.properties.per_replica,data:data314};
if(vErrors === null){
vErrors = [err370];
}
else {
vErrors.push(err370);
}
errors++;
}
}
}
else {
const err371 = {instancePath:instancePath+"/pre_start/" + i63,schemaPath:"#/properties/pre_start/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema12.properties.pre_start.items.type,parentSchema:schema12.properties.pre_start.items,data:data304};
if(vErrors === null){
vErrors = [err371];
}
else {
vErrors.push(err371);
}
errors++;
}
}
}
else {
const err372 = {instancePath:instancePath+"/pre_start",schemaPath:"#/properties/pre_start/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.pre_start.type,parentSchema:schema12.properties.pre_start,data:data303};
if(vErrors === null){
vErrors = [err372];
}
else {
vErrors.push(err372);
}
errors++;
}
}
if(data.post_start !== undefined){
let data315 = data.post_start;
if(Array.isArray(data315)){
const len66 = data315.length;
for(let i66=0; i66<len66; i66++){
let data316 = data315[i66];
if(data316 && typeof data316 == "object" && !Array.isArray(data316)){
if(data316.command === undefined){
const err373 = {instancePath:instancePath+"/post_start/" + i66,schemaPath:"#/properties/post_start/items/required",keyword:"required",params:{missingProperty: "command"},message:"must have required property '"+"command"+"'",schema:schema12.properties.post_start.items.required,parentSchema:schema12.properties.post_start.items,data:data316};
if(vErrors === null){
vErrors = [err373];
}
else {
vErrors.push(err373);
}
errors++;
}
for(const key59 in data316){
if(!((((((key59 === "command") || (key59 === "user")) || (key59 === "privileged")) || (key59 === "working_dir")) || (key59 === "environment")) || (pattern0.test(key59)))){
const err374 = {instancePath:instancePath+"/post_start/" + i66,schemaPath:"#/properties/post_start/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key59},message:"must NOT have additional properties",schema:false,parentSchema:schema12.properties.post_start.items,data:data316};
if(vErrors === null){
vErrors = [err374];
}
else {
vErrors.push(err374);
}
errors++;
}
}
if(data316.command !== undefined){
let data317 = data316.command;
if(((typeof data317 !== "string") && (!(Array.isArray(data317)))) && (data317 !== null)){
const err375 = {instancePath:instancePath+"/post_start/" + i66+"/command",schemaPath:"#/$defs/command/type",keyword:"type",params:{type: schema13.type},message:"must be string,array,null",schema:schema13.type,parentSchema:schema13,data:data317};
if(vErrors === null){
vErrors = [err375];
}
else {
vErrors.push(err375);
}
errors++;
}
if(Array.isArray(data317)){
const len67 = data317.length;
for(let i67=0; i67<len67; i67++){
let data318 = data317[i67];
if(typeof data318 !== "string"){
const err376 = {instancePath:instancePath+"/post_start/" + i66+"/command/" + i67,schemaPath:"#/$defs/command/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema13.items.type,parentSchema:schema13.items,data:data318};
if(vErrors === null){
vErrors = [err376];
}
else {
vErrors.push(err376);
}
errors++;
}
}
}
}
if(data316.user !== undefined){
let data319 = data316.user;
if(typeof data319 !== "string"){
const err377 = {instancePath:instancePath+"/post_start/" + i66+"/user",schemaPath:"#/properties/post_start/items/properties/user/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.post_start.items.properties.user.type,parentSchema:schema12.properties.post_start.items.properties.user,data:data319};
if(vErrors === null){
vErrors = [err377];
}
else {
vErrors.push(err377);
}
errors++;
}
}
if(data316.privileged !== undefined){
let data320 = data316.privileged;
if((typeof data320 !== "boolean") && (typeof data320 !== "string")){
const err378 = {instancePath:instancePath+"/post_start/" + i66+"/privileged",schemaPath:"#/properties/post_start/items/properties/privileged/type",keyword:"type",params:{type: schema12.properties.post_start.items.properties.privileged.type},message:"must be boolean,string",schema:schema12.properties.post_start.items.properties.privileged.type,parentSchema:schema12.properties.post_start.items.properties.privileged,data:data320};
if(vErrors === null){
vErrors = [err378];
}
else {
vErrors.push(err378);
}
errors++;
}
}
if(data316.working_dir !== undefined){
let data321 = data316.working_dir;
if(typeof data321 !== "string"){
const err379 = {instancePath:instancePath+"/post_start/" + i66+"/working_dir",schemaPath:"#/properties/post_start/items/properties/working_dir/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.post_start.items.properties.working_dir.type,parentSchema:schema12.properties.post_start.items.properties.working_dir,data:data321};
if(vErrors === null){
vErrors = [err379];
}
else {
vErrors.push(err379);
}
errors++;
}
}
if(data316.environment !== undefined){
let data322 = data316.environment;
if(!data322 || typeof data322 != "object"){
const err380 = {instancePath:instancePath+"/post_start/" + i66+"/environment",schemaPath:"#/properties/post_start/items/properties/environment/type",keyword:"type",params:{type: schema12.properties.post_start.items.properties.environment.type},message:"must be object,array",schema:schema12.properties.post_start.items.properties.environment.type,parentSchema:schema12.properties.post_start.items.properties.environment,data:data322};
if(vErrors === null){
vErrors = [err380];
}
else {
vErrors.push(err380);
}
errors++;
}
if(Array.isArray(data322)){
const len68 = data322.length;
for(let i68=0; i68<len68; i68++){
let data323 = data322[i68];
if(typeof data323 !== "string"){
const err381 = {instancePath:instancePath+"/post_start/" + i66+"/environment/" + i68,schemaPath:"#/properties/post_start/items/properties/environment/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.post_start.items.properties.environment.items.type,parentSchema:schema12.properties.post_start.items.properties.environment.items,data:data323};
if(vErrors === null){
vErrors = [err381];
}
else {
vErrors.push(err381);
}
errors++;
}
}
}
if(data322 && typeof data322 == "object" && !Array.isArray(data322)){
for(const key60 in data322){
let data324 = data322[key60];
if((((typeof data324 !== "string") && (!((typeof data324 == "number") && (isFinite(data324))))) && (typeof data324 !== "boolean")) && (data324 !== null)){
const err382 = {instancePath:instancePath+"/post_start/" + i66+"/environment/" + key60.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/post_start/items/properties/environment/additionalProperties/type",keyword:"type",params:{type: schema12.properties.post_start.items.properties.environment.additionalProperties.type},message:"must be string,number,boolean,null",schema:schema12.properties.post_start.items.properties.environment.additionalProperties.type,parentSchema:schema12.properties.post_start.items.properties.environment.additionalProperties,data:data324};
if(vErrors === null){
vErrors = [err382];
}
else {
vErrors.push(err382);
}
errors++;
}
}
}
}
}
else {
const err383 = {instancePath:instancePath+"/post_start/" + i66,schemaPath:"#/properties/post_start/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema12.properties.post_start.items.type,parentSchema:schema12.properties.post_start.items,data:data316};
if(vErrors === null){
vErrors = [err383];
}
else {
vErrors.push(err383);
}
errors++;
}
}
}
else {
const err384 = {instancePath:instancePath+"/post_start",schemaPath:"#/properties/post_start/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.post_start.type,parentSchema:schema12.properties.post_start,data:data315};
if(vErrors === null){
vErrors = [err384];
}
else {
vErrors.push(err384);
}
errors++;
}
}
if(data.pre_stop !== undefined){
let data325 = data.pre_stop;
if(Array.isArray(data325)){
const len69 = data325.length;
for(let i69=0; i69<len69; i69++){
let data326 = data325[i69];
if(data326 && typeof data326 == "object" && !Array.isArray(data326)){
if(data326.command === undefined){
const err385 = {instancePath:instancePath+"/pre_stop/" + i69,schemaPath:"#/properties/pre_stop/items/required",keyword:"required",params:{missingProperty: "command"},message:"must have required property '"+"command"+"'",schema:schema12.properties.pre_stop.items.required,parentSchema:schema12.properties.pre_stop.items,data:data326};
if(vErrors === null){
vErrors = [err385];
}
else {
vErrors.push(err385);
}
errors++;
}
for(const key61 in data326){
if(!((((((key61 === "command") || (key61 === "user")) || (key61 === "privileged")) || (key61 === "working_dir")) || (key61 === "environment")) || (pattern0.test(key61)))){
const err386 = {instancePath:instancePath+"/pre_stop/" + i69,schemaPath:"#/properties/pre_stop/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key61},message:"must NOT have additional properties",schema:false,parentSchema:schema12.properties.pre_stop.items,data:data326};
if(vErrors === null){
vErrors = [err386];
}
else {
vErrors.push(err386);
}
errors++;
}
}
if(data326.command !== undefined){
let data327 = data326.command;
if(((typeof data327 !== "string") && (!(Array.isArray(data327)))) && (data327 !== null)){
const err387 = {instancePath:instancePath+"/pre_stop/" + i69+"/command",schemaPath:"#/$defs/command/type",keyword:"type",params:{type: schema13.type},message:"must be string,array,null",schema:schema13.type,parentSchema:schema13,data:data327};
if(vErrors === null){
vErrors = [err387];
}
else {
vErrors.push(err387);
}
errors++;
}
if(Array.isArray(data327)){
const len70 = data327.length;
for(let i70=0; i70<len70; i70++){
let data328 = data327[i70];
if(typeof data328 !== "string"){
const err388 = {instancePath:instancePath+"/pre_stop/" + i69+"/command/" + i70,schemaPath:"#/$defs/command/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema13.items.type,parentSchema:schema13.items,data:data328};
if(vErrors === null){
vErrors = [err388];
}
else {
vErrors.push(err388);
}
errors++;
}
}
}
}
if(data326.user !== undefined){
let data329 = data326.user;
if(typeof data329 !== "string"){
const err389 = {instancePath:instancePath+"/pre_stop/" + i69+"/user",schemaPath:"#/properties/pre_stop/items/properties/user/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.pre_stop.items.properties.user.type,parentSchema:schema12.properties.pre_stop.items.properties.user,data:data329};
if(vErrors === null){
vErrors = [err389];
}
else {
vErrors.push(err389);
}
errors++;
}
}
if(data326.privileged !== undefined){
let data330 = data326.privileged;
if((typeof data330 !== "boolean") && (typeof data330 !== "string")){
const err390 = {instancePath:instancePath+"/pre_stop/" + i69+"/privileged",schemaPath:"#/properties/pre_stop/items/properties/privileged/type",keyword:"type",params:{type: schema12.properties.pre_stop.items.properties.privileged.type},message:"must be boolean,string",schema:schema12.properties.pre_stop.items.properties.privileged.type,parentSchema:schema12.properties.pre_stop.items.properties.privileged,data:data330};
if(vErrors === null){
vErrors = [err390];
}
else {
vErrors.push(err390);
}
errors++;
}
}
if(data326.working_dir !== undefined){
let data331 = data326.working_dir;
if(typeof data331 !== "string"){
const err391 = {instancePath:instancePath+"/pre_stop/" + i69+"/working_dir",schemaPath:"#/properties/pre_stop/items/properties/working_dir/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.pre_stop.items.properties.working_dir.type,parentSchema:schema12.properties.pre_stop.items.properties.working_dir,data:data331};
if(vErrors === null){
vErrors = [err391];
}
else {
vErrors.push(err391);
}
errors++;
}
}
if(data326.environment !== undefined){
let data332 = data326.environment;
if(!data332 || typeof data332 != "object"){
const err392 = {instancePath:instancePath+"/pre_stop/" + i69+"/environment",schemaPath:"#/properties/pre_stop/items/properties/environment/type",keyword:"type",params:{type: schema12.properties.pre_stop.items.properties.environment.type},message:"must be object,array",schema:schema12.properties.pre_stop.items.properties.environment.type,parentSchema:schema12.properties.pre_stop.items.properties.environment,data:data332};
if(vErrors === null){
vErrors = [err392];
}
else {
vErrors.push(err392);
}
errors++;
}
if(Array.isArray(data332)){
const len71 = data332.length;
for(let i71=0; i71<len71; i71++){
let data333 = data332[i71];
if(typeof data333 !== "string"){
const err393 = {instancePath:instancePath+"/pre_stop/" + i69+"/environment/" + i71,schemaPath:"#/properties/pre_stop/items/properties/environment/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.pre_stop.items.properties.environment.items.type,parentSchema:schema12.properties.pre_stop.items.properties.environment.items,data:data333};
if(vErrors === null){
vErrors = [err393];
}
else {
vErrors.push(err393);
}
errors++;
}
}
}
if(data332 && typeof data332 == "object" && !Array.isArray(data332)){
for(const key62 in data332){
let data334 = data332[key62];
if((((typeof data334 !== "string") && (!((typeof data334 == "number") && (isFinite(data334))))) && (typeof data334 !== "boolean")) && (data334 !== null)){
const err394 = {instancePath:instancePath+"/pre_stop/" + i69+"/environment/" + key62.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/pre_stop/items/properties/environment/additionalProperties/type",keyword:"type",params:{type: schema12.properties.pre_stop.items.properties.environment.additionalProperties.type},message:"must be string,number,boolean,null",schema:schema12.properties.pre_stop.items.properties.environment.additionalProperties.type,parentSchema:schema12.properties.pre_stop.items.properties.environment.additionalProperties,data:data334};
if(vErrors === null){
vErrors = [err394];
}
else {
vErrors.push(err394);
}
errors++;
}
}
}
}
}
else {
const err395 = {instancePath:instancePath+"/pre_stop/" + i69,schemaPath:"#/properties/pre_stop/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema12.properties.pre_stop.items.type,parentSchema:schema12.properties.pre_stop.items,data:data326};
if(vErrors === null){
vErrors = [err395];
}
else {
vErrors.push(err395);
}
errors++;
}
}
}
else {
const err396 = {instancePath:instancePath+"/pre_stop",schemaPath:"#/properties/pre_stop/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.pre_stop.type,parentSchema:schema12.properties.pre_stop,data:data325};
if(vErrors === null){
vErrors = [err396];
}
else {
vErrors.push(err396);
}
errors++;
}
}
if(data.privileged !== undefined){
let data335 = data.privileged;
if((typeof data335 !== "boolean") && (typeof data335 !== "string")){
const err397 = {instancePath:instancePath+"/privileged",schemaPath:"#/properties/privileged/type",keyword:"type",params:{type: schema12.properties.privileged.type},message:"must be boolean,string",schema:schema12.properties.privileged.type,parentSchema:schema12.properties.privileged,data:data335};
if(vErrors === null){
vErrors = [err397];
}
else {
vErrors.push(err397);
}
errors++;
}
}
if(data.profiles !== undefined){
let data336 = data.profiles;
if(Array.isArray(data336)){
const len72 = data336.length;
for(let i72=0; i72<len72; i72++){
let data337 = data336[i72];
if(typeof data337 !== "string"){
const err398 = {instancePath:instancePath+"/profiles/" + i72,schemaPath:"#/properties/profiles/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.profiles.items.type,parentSchema:schema12.properties.profiles.items,data:data337};
if(vErrors === null){
vErrors = [err398];
}
else {
vErrors.push(err398);
}
errors++;
}
}
}
else {
const err399 = {instancePath:instancePath+"/profiles",schemaPath:"#/properties/profiles/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.profiles.type,parentSchema:schema12.properties.profiles,data:data336};
if(vErrors === null){
vErrors = [err399];
}
else {
vErrors.push(err399);
}
errors++;
}
}
if(data.provider !== undefined){
let data338 = data.provider;
if(data338 && typeof data338 == "object" && !Array.isArray(data338)){
if(data338.type === undefined){
const err400 = {instancePath:instancePath+"/provider",schemaPath:"#/properties/provider/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'",schema:schema12.properties.provider.required,parentSchema:schema12.properties.provider,data:data338};
if(vErrors === null){
vErrors = [err400];
}
else {
vErrors.push(err400);
}
errors++;
}
for(const key63 in data338){
if(!(((key63 === "type") || (key63 === "options")) || (pattern0.test(key63)))){
const err401 = {instancePath:instancePath+"/provider",schemaPath:"#/properties/provider/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key63},message:"must NOT have additional properties",schema:false,parentSchema:schema12.properties.provider,data:data338};
if(vErrors === null){
vErrors = [err401];
}
else {
vErrors.push(err401);
}
errors++;
}
}
if(data338.type !== undefined){
let data339 = data338.type;
if(typeof data339 !== "string"){
const err402 = {instancePath:instancePath+"/provider/type",schemaPath:"#/properties/provider/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.provider.properties.type.type,parentSchema:schema12.properties.provider.properties.type,data:data339};
if(vErrors === null){
vErrors = [err402];
}
else {
vErrors.push(err402);
}
errors++;
}
}
if(data338.options !== undefined){
let data340 = data338.options;
if(data340 && typeof data340 == "object" && !Array.isArray(data340)){
for(const key64 in data340){
let data341 = data340[key64];
if((((typeof data341 !== "string") && (!((typeof data341 == "number") && (isFinite(data341))))) && (typeof data341 !== "boolean")) && (!(Array.isArray(data341)))){
const err403 = {instancePath:instancePath+"/provider/options/" + key64.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/provider/properties/options/additionalProperties/type",keyword:"type",params:{type: schema12.properties.provider.properties.options.additionalProperties.type},message:"must be string,number,boolean,array",schema:schema12.properties.provider.properties.options.additionalProperties.type,parentSchema:schema12.properties.provider.properties.options.additionalProperties,data:data341};
if(vErrors === null){
vErrors = [err403];
}
else {
vErrors.push(err403);
}
errors++;
}
if(Array.isArray(data341)){
const len73 = data341.length;
for(let i73=0; i73<len73; i73++){
let data342 = data341[i73];
if(((typeof data342 !== "string") && (!((typeof data342 == "number") && (isFinite(data342))))) && (typeof data342 !== "boolean")){
const err404 = {instancePath:instancePath+"/provider/options/" + key64.replace(/~/g, "~0").replace(/\//g, "~1")+"/" + i73,schemaPath:"#/properties/provider/properties/options/additionalProperties/items/type",keyword:"type",params:{type: schema12.properties.provider.properties.options.additionalProperties.items.type},message:"must be string,number,boolean",schema:schema12.properties.provider.properties.options.additionalProperties.items.type,parentSchema:schema12.properties.provider.properties.options.additionalProperties.items,data:data342};
if(vErrors === null){
vErrors = [err404];
}
else {
vErrors.push(err404);
}
errors++;
}
}
}
}
}
else {
const err405 = {instancePath:instancePath+"/provider/options",schemaPath:"#/properties/provider/properties/options/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema12.properties.provider.properties.options.type,parentSchema:schema12.properties.provider.properties.options,data:data340};
if(vErrors === null){
vErrors = [err405];
}
else {
vErrors.push(err405);
}
errors++;
}
}
}
else {
const err406 = {instancePath:instancePath+"/provider",schemaPath:"#/properties/provider/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema12.properties.provider.type,parentSchema:schema12.properties.provider,data:data338};
if(vErrors === null){
vErrors = [err406];
}
else {
vErrors.push(err406);
}
errors++;
}
}
if(data.pull_policy !== undefined){
let data343 = data.pull_policy;
if(typeof data343 !== "string"){
const err407 = {instancePath:instancePath+"/pull_policy",schemaPath:"#/properties/pull_policy/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.pull_policy.type,parentSchema:schema12.properties.pull_policy,data:data343};
if(vErrors === null){
vErrors = [err407];
}
else {
vErrors.push(err407);
}
errors++;
}
}
if(data.pull_refresh_after !== undefined){
let data344 = data.pull_refresh_after;
if(typeof data344 !== "string"){
const err408 = {instancePath:instancePath+"/pull_refresh_after",schemaPath:"#/properties/pull_refresh_after/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.pull_refresh_after.type,parentSchema:schema12.properties.pull_refresh_after,data:data344};
if(vErrors === null){
vErrors = [err408];
}
else {
vErrors.push(err408);
}
errors++;
}
}
if(data.read_only !== undefined){
let data345 = data.read_only;
if((typeof data345 !== "boolean") && (typeof data345 !== "string")){
const err409 = {instancePath:instancePath+"/read_only",schemaPath:"#/properties/read_only/type",keyword:"type",params:{type: schema12.properties.read_only.type},message:"must be boolean,string",schema:schema12.properties.read_only.type,parentSchema:schema12.properties.read_only,data:data345};
if(vErrors === null){
vErrors = [err409];
}
else {
vErrors.push(err409);
}
errors++;
}
}
if(data.restart !== undefined){
let data346 = data.restart;
if(typeof data346 !== "string"){
const err410 = {instancePath:instancePath+"/restart",schemaPath:"#/properties/restart/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.restart.type,parentSchema:schema12.properties.restart,data:data346};
if(vErrors === null){
vErrors = [err410];
}
else {
vErrors.push(err410);
}
errors++;
}
}
if(data.runtime !== undefined){
let data347 = data.runtime;
if(typeof data347 !== "string"){
const err411 = {instancePath:instancePath+"/runtime",schemaPath:"#/properties/runtime/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.runtime.type,parentSchema:schema12.properties.runtime,data:data347};
if(vErrors === null){
vErrors = [err411];
}
else {
vErrors.push(err411);
}
errors++;
}
}
if(data.scale !== undefined){
let data348 = data.scale;
if((!(((typeof data348 == "number") && (!(data348 % 1) && !isNaN(data348))) && (isFinite(data348)))) && (typeof data348 !== "string")){
const err412 = {instancePath:instancePath+"/scale",schemaPath:"#/properties/scale/type",keyword:"type",params:{type: schema12.properties.scale.type},message:"must be integer,string",schema:schema12.properties.scale.type,parentSchema:schema12.properties.scale,data:data348};
if(vErrors === null){
vErrors = [err412];
}
else {
vErrors.push(err412);
}
errors++;
}
if((typeof data348 == "number") && (isFinite(data348))){
if(data348 < 0 || isNaN(data348)){
const err413 = {instancePath:instancePath+"/scale",schemaPath:"#/properties/scale/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema12.properties.scale,data:data348};
if(vErrors === null){
vErrors = [err413];
}
else {
vErrors.push(err413);
}
errors++;
}
}
}
if(data.secrets !== undefined){
let data349 = data.secrets;
if(Array.isArray(data349)){
const len74 = data349.length;
for(let i74=0; i74<len74; i74++){
let data350 = data349[i74];
if((typeof data350 !== "string") && (!(data350 && typeof data350 == "object" && !Array.isArray(data350)))){
const err414 = {instancePath:instancePath+"/secrets/" + i74,schemaPath:"#/properties/secrets/items/type",keyword:"type",params:{type: schema12.properties.secrets.items.type},message:"must be string,object",schema:schema12.properties.secrets.items.type,parentSchema:schema12.properties.secrets.items,data:data350};
if(vErrors === null){
vErrors = [err414];
}
else {
vErrors.push(err414);
}
errors++;
}
if(data350 && typeof data350 == "object" && !Array.isArray(data350)){
for(const key65 in data350){
if(!((((((key65 === "source") || (key65 === "target")) || (key65 === "uid")) || (key65 === "gid")) || (key65 === "mode")) || (pattern0.test(key65)))){
const err415 = {instancePath:instancePath+"/secrets/" + i74,schemaPath:"#/properties/secrets/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key65},message:"must NOT have additional properties",schema:false,parentSchema:schema12.properties.secrets.items,data:data350};
if(vErrors === null){
vErrors = [err415];
}
else {
vErrors.push(err415);
}
errors++;
}
}
if(data350.source !== undefined){
let data351 = data350.source;
if(typeof data351 !== "string"){
const err416 = {instancePath:instancePath+"/secrets/" + i74+"/source",schemaPath:"#/properties/secrets/items/properties/source/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.secrets.items.properties.source.type,parentSchema:schema12.properties.secrets.items.properties.source,data:data351};
if(vErrors === null){
vErrors = [err416];
}
else {
vErrors.push(err416);
}
errors++;
}
}
if(data350.target !== undefined){
let data352 = data350.target;
if(typeof data352 !== "string"){
const err417 = {instancePath:instancePath+"/secrets/" + i74+"/target",schemaPath:"#/properties/secrets/items/properties/target/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.secrets.items.properties.target.type,parentSchema:schema12.properties.secrets.items.properties.target,data:data352};
if(vErrors === null){
vErrors = [err417];
}
else {
vErrors.push(err417);
}
errors++;
}
}
if(data350.uid !== undefined){
let data353 = data350.uid;
if(typeof data353 !== "string"){
const err418 = {instancePath:instancePath+"/secrets/" + i74+"/uid",schemaPath:"#/properties/secrets/items/properties/uid/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.secrets.items.properties.uid.type,parentSchema:schema12.properties.secrets.items.properties.uid,data:data353};
if(vErrors === null){
vErrors = [err418];
}
else {
vErrors.push(err418);
}
errors++;
}
}
if(data350.gid !== undefined){
let data354 = data350.gid;
if(typeof data354 !== "string"){
const err419 = {instancePath:instancePath+"/secrets/" + i74+"/gid",schemaPath:"#/properties/secrets/items/properties/gid/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.secrets.items.properties.gid.type,parentSchema:schema12.properties.secrets.items.properties.gid,data:data354};
if(vErrors === null){
vErrors = [err419];
}
else {
vErrors.push(err419);
}
errors++;
}
}
if(data350.mode !== undefined){
let data355 = data350.mode;
if((!((typeof data355 == "number") && (isFinite(data355)))) && (typeof data355 !== "string")){
const err420 = {instancePath:instancePath+"/secrets/" + i74+"/mode",schemaPath:"#/properties/secrets/items/properties/mode/type",keyword:"type",params:{type: schema12.properties.secrets.items.properties.mode.type},message:"must be number,string",schema:schema12.properties.secrets.items.properties.mode.type,parentSchema:schema12.properties.secrets.items.properties.mode,data:data355};
if(vErrors === null){
vErrors = [err420];
}
else {
vErrors.push(err420);
}
errors++;
}
}
}
}
}
else {
const err421 = {instancePath:instancePath+"/secrets",schemaPath:"#/properties/secrets/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.secrets.type,parentSchema:schema12.properties.secrets,data:data349};
if(vErrors === null){
vErrors = [err421];
}
else {
vErrors.push(err421);
}
errors++;
}
}
if(data.security_opt !== undefined){
let data356 = data.security_opt;
if(Array.isArray(data356)){
const len75 = data356.length;
for(let i75=0; i75<len75; i75++){
let data357 = data356[i75];
if(typeof data357 !== "string"){
const err422 = {instancePath:instancePath+"/security_opt/" + i75,schemaPath:"#/properties/security_opt/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.security_opt.items.type,parentSchema:schema12.properties.security_opt.items,data:data357};
if(vErrors === null){
vErrors = [err422];
}
else {
vErrors.push(err422);
}
errors++;
}
}
}
else {
const err423 = {instancePath:instancePath+"/security_opt",schemaPath:"#/properties/security_opt/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.security_opt.type,parentSchema:schema12.properties.security_opt,data:data356};
if(vErrors === null){
vErrors = [err423];
}
else {
vErrors.push(err423);
}
errors++;
}
}
if(data.shm_size !== undefined){
let data358 = data.shm_size;
if((!((typeof data358 == "number") && (isFinite(data358)))) && (typeof data358 !== "string")){
const err424 = {instancePath:instancePath+"/shm_size",schemaPath:"#/properties/shm_size/type",keyword:"type",params:{type: schema12.properties.shm_size.type},message:"must be number,string",schema:schema12.properties.shm_size.type,parentSchema:schema12.properties.shm_size,data:data358};
if(vErrors === null){
vErrors = [err424];
}
else {
vErrors.push(err424);
}
errors++;
}
}
if(data.stdin_open !== undefined){
let data359 = data.stdin_open;
if((typeof data359 !== "boolean") && (typeof data359 !== "string")){
const err425 = {instancePath:instancePath+"/stdin_open",schemaPath:"#/properties/stdin_open/type",keyword:"type",params:{type: schema12.properties.stdin_open.type},message:"must be boolean,string",schema:schema12.properties.stdin_open.type,parentSchema:schema12.properties.stdin_open,data:data359};
if(vErrors === null){
vErrors = [err425];
}
else {
vErrors.push(err425);
}
errors++;
}
}
if(data.stop_grace_period !== undefined){
let data360 = data.stop_grace_period;
if(typeof data360 !== "string"){
const err426 = {instancePath:instancePath+"/stop_grace_period",schemaPath:"#/properties/stop_grace_period/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.stop_grace_period.type,parentSchema:schema12.properties.stop_grace_period,data:data360};
if(vErrors === null){
vErrors = [err426];
}
else {
vErrors.push(err426);
}
errors++;
}
}
if(data.stop_signal !== undefined){
let data361 = data.stop_signal;
if(typeof data361 !== "string"){
const err427 = {instancePath:instancePath+"/stop_signal",schemaPath:"#/properties/stop_signal/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.stop_signal.type,parentSchema:schema12.properties.stop_signal,data:data361};
if(vErrors === null){
vErrors = [err427];
}
else {
vErrors.push(err427);
}
errors++;
}
}
if(data.storage_opt !== undefined){
let data362 = data.storage_opt;
if(data362 && typeof data362 == "object" && !Array.isArray(data362)){
for(const key66 in data362){
let data363 = data362[key66];
if((((typeof data363 !== "string") && (!((typeof data363 == "number") && (isFinite(data363))))) && (typeof data363 !== "boolean")) && (data363 !== null)){
const err428 = {instancePath:instancePath+"/storage_opt/" + key66.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/storage_opt/additionalProperties/type",keyword:"type",params:{type: schema12.properties.storage_opt.additionalProperties.type},message:"must be string,number,boolean,null",schema:schema12.properties.storage_opt.additionalProperties.type,parentSchema:schema12.properties.storage_opt.additionalProperties,data:data363};
if(vErrors === null){
vErrors = [err428];
}
else {
vErrors.push(err428);
}
errors++;
}
}
}
else {
const err429 = {instancePath:instancePath+"/storage_opt",schemaPath:"#/properties/storage_opt/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema12.properties.storage_opt.type,parentSchema:schema12.properties.storage_opt,data:data362};
if(vErrors === null){
vErrors = [err429];
}
else {
vErrors.push(err429);
}
errors++;
}
}
if(data.sysctls !== undefined){
let data364 = data.sysctls;
if(!data364 || typeof data364 != "object"){
const err430 = {instancePath:instancePath+"/sysctls",schemaPath:"#/properties/sysctls/type",keyword:"type",params:{type: schema12.properties.sysctls.type},message:"must be object,array",schema:schema12.properties.sysctls.type,parentSchema:schema12.properties.sysctls,data:data364};
if(vErrors === null){
vErrors = [err430];
}
else {
vErrors.push(err430);
}
errors++;
}
if(Array.isArray(data364)){
const len76 = data364.length;
for(let i76=0; i76<len76; i76++){
let data365 = data364[i76];
if(typeof data365 !== "string"){
const err431 = {instancePath:instancePath+"/sysctls/" + i76,schemaPath:"#/properties/sysctls/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.sysctls.items.type,parentSchema:schema12.properties.sysctls.items,data:data365};
if(vErrors === null){
vErrors = [err431];
}
else {
vErrors.push(err431);
}
errors++;
}
}
}
if(data364 && typeof data364 == "object" && !Array.isArray(data364)){
for(const key67 in data364){
let data366 = data364[key67];
if((((typeof data366 !== "string") && (!((typeof data366 == "number") && (isFinite(data366))))) && (typeof data366 !== "boolean")) && (data366 !== null)){
const err432 = {instancePath:instancePath+"/sysctls/" + key67.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/sysctls/additionalProperties/type",keyword:"type",params:{type: schema12.properties.sysctls.additionalProperties.type},message:"must be string,number,boolean,null",schema:schema12.properties.sysctls.additionalProperties.type,parentSchema:schema12.properties.sysctls.additionalProperties,data:data366};
if(vErrors === null){
vErrors = [err432];
}
else {
vErrors.push(err432);
}
errors++;
}
}
}
}
if(data.tmpfs !== undefined){
let data367 = data.tmpfs;
if((typeof data367 !== "string") && (!(Array.isArray(data367)))){
const err433 = {instancePath:instancePath+"/tmpfs",schemaPath:"#/properties/tmpfs/type",keyword:"type",params:{type: schema12.properties.tmpfs.type},message:"must be string,array",schema:schema12.properties.tmpfs.type,parentSchema:schema12.properties.tmpfs,data:data367};
if(vErrors === null){
vErrors = [err433];
}
else {
vErrors.push(err433);
}
errors++;
}
if(Array.isArray(data367)){
const len77 = data367.length;
for(let i77=0; i77<len77; i77++){
let data368 = data367[i77];
if(typeof data368 !== "string"){
const err434 = {instancePath:instancePath+"/tmpfs/" + i77,schemaPath:"#/properties/tmpfs/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.tmpfs.items.type,parentSchema:schema12.properties.tmpfs.items,data:data368};
if(vErrors === null){
vErrors = [err434];
}
else {
vErrors.push(err434);
}
errors++;
}
}
}
}
if(data.tty !== undefined){
let data369 = data.tty;
if((typeof data369 !== "boolean") && (typeof data369 !== "string")){
const err435 = {instancePath:instancePath+"/tty",schemaPath:"#/properties/tty/type",keyword:"type",params:{type: schema12.properties.tty.type},message:"must be boolean,string",schema:schema12.properties.tty.type,parentSchema:schema12.properties.tty,data:data369};
if(vErrors === null){
vErrors = [err435];
}
else {
vErrors.push(err435);
}
errors++;
}
}
if(data.ulimits !== undefined){
let data370 = data.ulimits;
if(data370 && typeof data370 == "object" && !Array.isArray(data370)){
for(const key68 in data370){
const _errs817 = errors;
if(typeof key68 === "string"){
if(!pattern11.test(key68)){
const err436 = {instancePath:instancePath+"/ulimits",schemaPath:"#/properties/ulimits/propertyNames/pattern",keyword:"pattern",params:{pattern: "^[a-z]+$"},message:"must match pattern \""+"^[a-z]+$"+"\"",schema:"^[a-z]+$",parentSchema:schema12.properties.ulimits.propertyNames,data:key68,propertyName:key68};
if(vErrors === null){
vErrors = [err436];
}
else {
vErrors.push(err436);
}
errors++;
}
}
var valid230 = _errs817 === errors;
if(!valid230){
const err437 = {instancePath:instancePath+"/ulimits",schemaPath:"#/properties/ulimits/propertyNames",keyword:"propertyNames",params:{propertyName: key68},message:"property name must be valid",schema:schema12.properties.ulimits.propertyNames,parentSchema:schema12.properties.ulimits,data:data370};
if(vErrors === null){
vErrors = [err437];
}
else {
vErrors.push(err437);
}
errors++;
}
}
for(const key69 in data370){
let data371 = data370[key69];
if(((!(((typeof data371 == "number") && (!(data371 % 1) && !isNaN(data371))) && (isFinite(data371)))) && (typeof data371 !== "string")) && (!(data371 && typeof data371 == "object" && !Array.isArray(data371)))){
const err438 = {instancePath:instancePath+"/ulimits/" + key69.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/ulimits/additionalProperties/type",keyword:"type",params:{type: schema12.properties.ulimits.additionalProperties.type},message:"must be integer,string,object",schema:schema12.properties.ulimits.additionalProperties.type,parentSchema:schema12.properties.ulimits.additionalProperties,data:data371};
if(vErrors === null){
vErrors = [err438];
}
else {
vErrors.push(err438);
}
errors++;
}
if(data371 && typeof data371 == "object" && !Array.isArray(data371)){
if(data371.soft === undefined){
const err439 = {instancePath:instancePath+"/ulimits/" + key69.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/ulimits/additionalProperties/required",keyword:"required",params:{missingProperty: "soft"},message:"must have required property '"+"soft"+"'",schema:schema12.properties.ulimits.additionalProperties.required,parentSchema:schema12.properties.ulimits.additionalProperties,data:data371};
if(vErrors === null){
vErrors = [err439];
}
else {
vErrors.push(err439);
}
errors++;
}
if(data371.hard === undefined){
const err440 = {instancePath:instancePath+"/ulimits/" + key69.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/ulimits/additionalProperties/required",keyword:"required",params:{missingProperty: "hard"},message:"must have required property '"+"hard"+"'",schema:schema12.properties.ulimits.additionalProperties.required,parentSchema:schema12.properties.ulimits.additionalProperties,data:data371};
if(vErrors === null){
vErrors = [err440];
}
else {
vErrors.push(err440);
}
errors++;
}
for(const key70 in data371){
if(!(((key70 === "soft") || (key70 === "hard")) || (pattern0.test(key70)))){
const err441 = {instancePath:instancePath+"/ulimits/" + key69.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/ulimits/additionalProperties/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key70},message:"must NOT have additional properties",schema:false,parentSchema:schema12.properties.ulimits.additionalProperties,data:data371};
if(vErrors === null){
vErrors = [err441];
}
else {
vErrors.push(err441);
}
errors++;
}
}
if(data371.soft !== undefined){
let data372 = data371.soft;
if((!(((typeof data372 == "number") && (!(data372 % 1) && !isNaN(data372))) && (isFinite(data372)))) && (typeof data372 !== "string")){
const err442 = {instancePath:instancePath+"/ulimits/" + key69.replace(/~/g, "~0").replace(/\//g, "~1")+"/soft",schemaPath:"#/properties/ulimits/additionalProperties/properties/soft/type",keyword:"type",params:{type: schema12.properties.ulimits.additionalProperties.properties.soft.type},message:"must be integer,string",schema:schema12.properties.ulimits.additionalProperties.properties.soft.type,parentSchema:schema12.properties.ulimits.additionalProperties.properties.soft,data:data372};
if(vErrors === null){
vErrors = [err442];
}
else {
vErrors.push(err442);
}
errors++;
}
}
if(data371.hard !== undefined){
let data373 = data371.hard;
if((!(((typeof data373 == "number") && (!(data373 % 1) && !isNaN(data373))) && (isFinite(data373)))) && (typeof data373 !== "string")){
const err443 = {instancePath:instancePath+"/ulimits/" + key69.replace(/~/g, "~0").replace(/\//g, "~1")+"/hard",schemaPath:"#/properties/ulimits/additionalProperties/properties/hard/type",keyword:"type",params:{type: schema12.properties.ulimits.additionalProperties.properties.hard.type},message:"must be integer,string",schema:schema12.properties.ulimits.additionalProperties.properties.hard.type,parentSchema:schema12.properties.ulimits.additionalProperties.properties.hard,data:data373};
if(vErrors === null){
vErrors = [err443];
}
else {
vErrors.push(err443);
}
errors++;
}
}
}
}
}
else {
const err444 = {instancePath:instancePath+"/ulimits",schemaPath:"#/properties/ulimits/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema12.properties.ulimits.type,parentSchema:schema12.properties.ulimits,data:data370};
if(vErrors === null){
vErrors = [err444];
}
else {
vErrors.push(err444);
}
errors++;
}
}
if(data.use_api_socket !== undefined){
let data374 = data.use_api_socket;
if((typeof data374 !== "boolean") && (typeof data374 !== "string")){
const err445 = {instancePath:instancePath+"/use_api_socket",schemaPath:"#/properties/use_api_socket/type",keyword:"type",params:{type: schema12.properties.use_api_socket.type},message:"must be boolean,string",schema:schema12.properties.use_api_socket.type,parentSchema:schema12.properties.use_api_socket,data:data374};
if(vErrors === null){
vErrors = [err445];
}
else {
vErrors.push(err445);
}
errors++;
}
}
if(data.user !== undefined){
let data375 = data.user;
if(typeof data375 !== "string"){
const err446 = {instancePath:instancePath+"/user",schemaPath:"#/properties/user/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.user.type,parentSchema:schema12.properties.user,data:data375};
if(vErrors === null){
vErrors = [err446];
}
else {
vErrors.push(err446);
}
errors++;
}
}
if(data.userns_mode !== undefined){
let data376 = data.userns_mode;
if(typeof data376 !== "string"){
const err447 = {instancePath:instancePath+"/userns_mode",schemaPath:"#/properties/userns_mode/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.userns_mode.type,parentSchema:schema12.properties.userns_mode,data:data376};
if(vErrors === null){
vErrors = [err447];
}
else {
vErrors.push(err447);
}
errors++;
}
}
if(data.uts !== undefined){
let data377 = data.uts;
if(typeof data377 !== "string"){
const err448 = {instancePath:instancePath+"/uts",schemaPath:"#/properties/uts/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.uts.type,parentSchema:schema12.properties.uts,data:data377};
if(vErrors === null){
vErrors = [err448];
}
else {
vErrors.push(err448);
}
errors++;
}
}
if(data.volumes !== undefined){
let data378 = data.volumes;
if(Array.isArray(data378)){
const len78 = data378.length;
for(let i78=0; i78<len78; i78++){
let data379 = data378[i78];
if((typeof data379 !== "string") && (!(data379 && typeof data379 == "object" && !Array.isArray(data379)))){
const err449 = {instancePath:instancePath+"/volumes/" + i78,schemaPath:"#/properties/volumes/items/type",keyword:"type",params:{type: schema12.properties.volumes.items.type},message:"must be string,object",schema:schema12.properties.volumes.items.type,parentSchema:schema12.properties.volumes.items,data:data379};
if(vErrors === null){
vErrors = [err449];
}
else {
vErrors.push(err449);
}
errors++;
}
if(data379 && typeof data379 == "object" && !Array.isArray(data379)){
if(data379.type === undefined){
const err450 = {instancePath:instancePath+"/volumes/" + i78,schemaPath:"#/properties/volumes/items/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'",schema:schema12.properties.volumes.items.required,parentSchema:schema12.properties.volumes.items,data:data379};
if(vErrors === null){
vErrors = [err450];
}
else {
vErrors.push(err450);
}
errors++;
}
for(const key71 in data379){
if(!((func2.call(schema12.properties.volumes.items.properties, key71)) || (pattern0.test(key71)))){
const err451 = {instancePath:instancePath+"/volumes/" + i78,schemaPath:"#/properties/volumes/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key71},message:"must NOT have additional properties",schema:false,parentSchema:schema12.properties.volumes.items,data:data379};
if(vErrors === null){
vErrors = [err451];
}
else {
vErrors.push(err451);
}
errors++;
}
}
if(data379.type !== undefined){
let data380 = data379.type;
if(typeof data380 !== "string"){
const err452 = {instancePath:instancePath+"/volumes/" + i78+"/type",schemaPath:"#/properties/volumes/items/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.volumes.items.properties.type.type,parentSchema:schema12.properties.volumes.items.properties.type,data:data380};
if(vErrors === null){
vErrors = [err452];
}
else {
vErrors.push(err452);
}
errors++;
}
if(!((((((data380 === "volume") || (data380 === "bind")) || (data380 === "tmpfs")) || (data380 === "image")) || (data380 === "npipe")) || (data380 === "cluster"))){
const err453 = {instancePath:instancePath+"/volumes/" + i78+"/type",schemaPath:"#/properties/volumes/items/properties/type/enum",keyword:"enum",params:{allowedValues: schema12.properties.volumes.items.properties.type.enum},message:"must be equal to one of the allowed values",schema:schema12.properties.volumes.items.properties.type.enum,parentSchema:schema12.properties.volumes.items.properties.type,data:data380};
if(vErrors === null){
vErrors = [err453];
}
else {
vErrors.push(err453);
}
errors++;
}
}
if(data379.source !== undefined){
let data381 = data379.source;
if(typeof data381 !== "string"){
const err454 = {instancePath:instancePath+"/volumes/" + i78+"/source",schemaPath:"#/properties/volumes/items/properties/source/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.volumes.items.properties.source.type,parentSchema:schema12.properties.volumes.items.properties.source,data:data381};
if(vErrors === null){
vErrors = [err454];
}
else {
vErrors.push(err454);
}
errors++;
}
}
if(data379.target !== undefined){
let data382 = data379.target;
if(typeof data382 !== "string"){
const err455 = {instancePath:instancePath+"/volumes/" + i78+"/target",schemaPath:"#/properties/volumes/items/properties/target/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.volumes.items.properties.target.type,parentSchema:schema12.properties.volumes.items.properties.target,data:data382};
if(vErrors === null){
vErrors = [err455];
}
else {
vErrors.push(err455);
}
errors++;
}
}
if(data379.read_only !== undefined){
let data383 = data379.read_only;
if((typeof data383 !== "boolean") && (typeof data383 !== "string")){
const err456 = {instancePath:instancePath+"/volumes/" + i78+"/read_only",schemaPath:"#/properties/volumes/items/properties/read_only/type",keyword:"type",params:{type: schema12.properties.volumes.items.properties.read_only.type},message:"must be boolean,string",schema:schema12.properties.volumes.items.properties.read_only.type,parentSchema:schema12.properties.volumes.items.properties.read_only,data:data383};
if(vErrors === null){
vErrors = [err456];
}
else {
vErrors.push(err456);
}
errors++;
}
}
if(data379.consistency !== undefined){
let data384 = data379.consistency;
if(typeof data384 !== "string"){
const err457 = {instancePath:instancePath+"/volumes/" + i78+"/consistency",schemaPath:"#/properties/volumes/items/properties/consistency/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.volumes.items.properties.consistency.type,parentSchema:schema12.properties.volumes.items.properties.consistency,data:data384};
if(vErrors === null){
vErrors = [err457];
}
else {
vErrors.push(err457);
}
errors++;
}
}
if(data379.bind !== undefined){
let data385 = data379.bind;
if(data385 && typeof data385 == "object" && !Array.isArray(data385)){
for(const key72 in data385){
if(!(((((key72 === "propagation") || (key72 === "create_host_path")) || (key72 === "recursive")) || (key72 === "selinux")) || (pattern0.test(key72)))){
const err458 = {instancePath:instancePath+"/volumes/" + i78+"/bind",schemaPath:"#/properties/volumes/items/properties/bind/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key72},message:"must NOT have additional properties",schema:false,parentSchema:schema12.properties.volumes.items.properties.bind,data:data385};
if(vErrors === null){
vErrors = [err458];
}
else {
vErrors.push(err458);
}
errors++;
}
}
if(data385.propagation !== undefined){
let data386 = data385.propagation;
if(typeof data386 !== "string"){
const err459 = {instancePath:instancePath+"/volumes/" + i78+"/bind/propagation",schemaPath:"#/properties/volumes/items/properties/bind/properties/propagation/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.volumes.items.properties.bind.properties.propagation.type,parentSchema:schema12.properties.volumes.items.properties.bind.properties.propagation,data:data386};
if(vErrors === null){
vErrors = [err459];
}
else {
vErrors.push(err459);
}
errors++;
}
}
if(data385.create_host_path !== undefined){
let data387 = data385.create_host_path;
if((typeof data387 !== "boolean") && (typeof data387 !== "string")){
const err460 = {instancePath:instancePath+"/volumes/" + i78+"/bind/create_host_path",schemaPath:"#/properties/volumes/items/properties/bind/properties/create_host_path/type",keyword:"type",params:{type: schema12.properties.volumes.items.properties.bind.properties.create_host_path.type},message:"must be boolean,string",schema:schema12.properties.volumes.items.properties.bind.properties.create_host_path.type,parentSchema:schema12.properties.volumes.items.properties.bind.properties.create_host_path,data:data387};
if(vErrors === null){
vErrors = [err460];
}
else {
vErrors.push(err460);
}
errors++;
}
}
if(data385.recursive !== undefined){
let data388 = data385.recursive;
if(typeof data388 !== "string"){
const err461 = {instancePath:instancePath+"/volumes/" + i78+"/bind/recursive",schemaPath:"#/properties/volumes/items/properties/bind/properties/recursive/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.volumes.items.properties.bind.properties.recursive.type,parentSchema:schema12.properties.volumes.items.properties.bind.properties.recursive,data:data388};
if(vErrors === null){
vErrors = [err461];
}
else {
vErrors.push(err461);
}
errors++;
}
if(!((((data388 === "enabled") || (data388 === "disabled")) || (data388 === "writable")) || (data388 === "readonly"))){
const err462 = {instancePath:instancePath+"/volumes/" + i78+"/bind/recursive",schemaPath:"#/properties/volumes/items/properties/bind/properties/recursive/enum",keyword:"enum",params:{allowedValues: schema12.properties.volumes.items.properties.bind.properties.recursive.enum},message:"must be equal to one of the allowed values",schema:schema12.properties.volumes.items.properties.bind.properties.recursive.enum,parentSchema:schema12.properties.volumes.items.properties.bind.properties.recursive,data:data388};
if(vErrors === null){
vErrors = [err462];
}
else {
vErrors.push(err462);
}
errors++;
}
}
if(data385.selinux !== undefined){
let data389 = data385.selinux;
if(typeof data389 !== "string"){
const err463 = {instancePath:instancePath+"/volumes/" + i78+"/bind/selinux",schemaPath:"#/properties/volumes/items/properties/bind/properties/selinux/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.volumes.items.properties.bind.properties.selinux.type,parentSchema:schema12.properties.volumes.items.properties.bind.properties.selinux,data:data389};
if(vErrors === null){
vErrors = [err463];
}
else {
vErrors.push(err463);
}
errors++;
}
if(!((data389 === "z") || (data389 === "Z"))){
const err464 = {instancePath:instancePath+"/volumes/" + i78+"/bind/selinux",schemaPath:"#/properties/volumes/items/properties/bind/properties/selinux/enum",keyword:"enum",params:{allowedValues: schema12.properties.volumes.items.properties.bind.properties.selinux.enum},message:"must be equal to one of the allowed values",schema:schema12.properties.volumes.items.properties.bind.properties.selinux.enum,parentSchema:schema12.properties.volumes.items.properties.bind.properties.selinux,data:data389};
if(vErrors === null){
vErrors = [err464];
}
else {
vErrors.push(err464);
}
errors++;
}
}
}
else {
const err465 = {instancePath:instancePath+"/volumes/" + i78+"/bind",schemaPath:"#/properties/volumes/items/properties/bind/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema12.properties.volumes.items.properties.bind.type,parentSchema:schema12.properties.volumes.items.properties.bind,data:data385};
if(vErrors === null){
vErrors = [err465];
}
else {
vErrors.push(err465);
}
errors++;
}
}
if(data379.volume !== undefined){
let data390 = data379.volume;
if(data390 && typeof data390 == "object" && !Array.isArray(data390)){
for(const key73 in data390){
if(!((((key73 === "nocopy") || (key73 === "subpath")) || (key73 === "labels")) || (pattern0.test(key73)))){
const err466 = {instancePath:instancePath+"/volumes/" + i78+"/volume",schemaPath:"#/properties/volumes/items/properties/volume/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key73},message:"must NOT have additional properties",schema:false,parentSchema:schema12.properties.volumes.items.properties.volume,data:data390};
if(vErrors === null){
vErrors = [err466];
}
else {
vErrors.push(err466);
}
errors++;
}
}
if(data390.nocopy !== undefined){
let data391 = data390.nocopy;
if((typeof data391 !== "boolean") && (typeof data391 !== "string")){
const err467 = {instancePath:instancePath+"/volumes/" + i78+"/volume/nocopy",schemaPath:"#/properties/volumes/items/properties/volume/properties/nocopy/type",keyword:"type",params:{type: schema12.properties.volumes.items.properties.volume.properties.nocopy.type},message:"must be boolean,string",schema:schema12.properties.volumes.items.properties.volume.properties.nocopy.type,parentSchema:schema12.properties.volumes.items.properties.volume.properties.nocopy,data:data391};
if(vErrors === null){
vErrors = [err467];
}
else {
vErrors.push(err467);
}
errors++;
}
}
if(data390.subpath !== undefined){
let data392 = data390.subpath;
if(typeof data392 !== "string"){
const err468 = {instancePath:instancePath+"/volumes/" + i78+"/volume/subpath",schemaPath:"#/properties/volumes/items/properties/volume/properties/subpath/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.volumes.items.properties.volume.properties.subpath.type,parentSchema:schema12.properties.volumes.items.properties.volume.properties.subpath,data:data392};
if(vErrors === null){
vErrors = [err468];
}
else {
vErrors.push(err468);
}
errors++;
}
}
if(data390.labels !== undefined){
let data393 = data390.labels;
if(!data393 || typeof data393 != "object"){
const err469 = {instancePath:instancePath+"/volumes/" + i78+"/volume/labels",schemaPath:"#/properties/volumes/items/properties/volume/properties/labels/type",keyword:"type",params:{type: schema12.properties.volumes.items.properties.volume.properties.labels.type},message:"must be object,array",schema:schema12.properties.volumes.items.properties.volume.properties.labels.type,parentSchema:schema12.properties.volumes.items.properties.volume.properties.labels,data:data393};
if(vErrors === null){
vErrors = [err469];
}
else {
vErrors.push(err469);
}
errors++;
}
if(Array.isArray(data393)){
const len79 = data393.length;
for(let i79=0; i79<len79; i79++){
let data394 = data393[i79];
if(typeof data394 !== "string"){
const err470 = {instancePath:instancePath+"/volumes/" + i78+"/volume/labels/" + i79,schemaPath:"#/properties/volumes/items/properties/volume/properties/labels/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.volumes.items.properties.volume.properties.labels.items.type,parentSchema:schema12.properties.volumes.items.properties.volume.properties.labels.items,data:data394};
if(vErrors === null){
vErrors = [err470];
}
else {
vErrors.push(err470);
}
errors++;
}
}
}
if(data393 && typeof data393 == "object" && !Array.isArray(data393)){
for(const key74 in data393){
let data395 = data393[key74];
if((((typeof data395 !== "string") && (!((typeof data395 == "number") && (isFinite(data395))))) && (typeof data395 !== "boolean")) && (data395 !== null)){
const err471 = {instancePath:instancePath+"/volumes/" + i78+"/volume/labels/" + key74.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/volumes/items/properties/volume/properties/labels/additionalProperties/type",keyword:"type",params:{type: schema12.properties.volumes.items.properties.volume.properties.labels.additionalProperties.type},message:"must be string,number,boolean,null",schema:schema12.properties.volumes.items.properties.volume.properties.labels.additionalProperties.type,parentSchema:schema12.properties.volumes.items.properties.volume.properties.labels.additionalProperties,data:data395};
if(vErrors === null){
vErrors = [err471];
}
else {
vErrors.push(err471);
}
errors++;
}
}
}
}
}
else {
const err472 = {instancePath:instancePath+"/volumes/" + i78+"/volume",schemaPath:"#/properties/volumes/items/properties/volume/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema12.properties.volumes.items.properties.volume.type,parentSchema:schema12.properties.volumes.items.properties.volume,data:data390};
if(vErrors === null){
vErrors = [err472];
}
else {
vErrors.push(err472);
}
errors++;
}
}
if(data379.tmpfs !== undefined){
let data396 = data379.tmpfs;
if(data396 && typeof data396 == "object" && !Array.isArray(data396)){
for(const key75 in data396){
if(!(((key75 === "size") || (key75 === "mode")) || (pattern0.test(key75)))){
const err473 = {instancePath:instancePath+"/volumes/" + i78+"/tmpfs",schemaPath:"#/properties/volumes/items/properties/tmpfs/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key75},message:"must NOT have additional properties",schema:false,parentSchema:schema12.properties.volumes.items.properties.tmpfs,data:data396};
if(vErrors === null){
vErrors = [err473];
}
else {
vErrors.push(err473);
}
errors++;
}
}
if(data396.size !== undefined){
let data397 = data396.size;
if((!(((typeof data397 == "number") && (!(data397 % 1) && !isNaN(data397))) && (isFinite(data397)))) && (typeof data397 !== "string")){
const err474 = {instancePath:instancePath+"/volumes/" + i78+"/tmpfs/size",schemaPath:"#/properties/volumes/items/properties/tmpfs/properties/size/type",keyword:"type",params:{type: schema12.properties.volumes.items.properties.tmpfs.properties.size.type},message:"must be integer,string",schema:schema12.properties.volumes.items.properties.tmpfs.properties.size.type,parentSchema:schema12.properties.volumes.items.properties.tmpfs.properties.size,data:data397};
if(vErrors === null){
vErrors = [err474];
}
else {
vErrors.push(err474);
}
errors++;
}
if((typeof data397 == "number") && (isFinite(data397))){
if(data397 < 0 || isNaN(data397)){
const err475 = {instancePath:instancePath+"/volumes/" + i78+"/tmpfs/size",schemaPath:"#/properties/volumes/items/properties/tmpfs/properties/size/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema12.properties.volumes.items.properties.tmpfs.properties.size,data:data397};
if(vErrors === null){
vErrors = [err475];
}
else {
vErrors.push(err475);
}
errors++;
}
}
}
if(data396.mode !== undefined){
let data398 = data396.mode;
if((!((typeof data398 == "number") && (isFinite(data398)))) && (typeof data398 !== "string")){
const err476 = {instancePath:instancePath+"/volumes/" + i78+"/tmpfs/mode",schemaPath:"#/properties/volumes/items/properties/tmpfs/properties/mode/type",keyword:"type",params:{type: schema12.properties.volumes.items.properties.tmpfs.properties.mode.type},message:"must be number,string",schema:schema12.properties.volumes.items.properties.tmpfs.properties.mode.type,parentSchema:schema12.properties.volumes.items.properties.tmpfs.properties.mode,data:data398};
if(vErrors === null){
vErrors = [err476];
}
else {
vErrors.push(err476);
}
errors++;
}
}
}
else {
const err477 = {instancePath:instancePath+"/volumes/" + i78+"/tmpfs",schemaPath:"#/properties/volumes/items/properties/tmpfs/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema12.properties.volumes.items.properties.tmpfs.type,parentSchema:schema12.properties.volumes.items.properties.tmpfs,data:data396};
if(vErrors === null){
vErrors = [err477];
}
else {
vErrors.push(err477);
}
errors++;
}
}
if(data379.image !== undefined){
let data399 = data379.image;
if(data399 && typeof data399 == "object" && !Array.isArray(data399)){
for(const key76 in data399){
if(!((key76 === "subpath") || (pattern0.test(key76)))){
const err478 = {instancePath:instancePath+"/volumes/" + i78+"/image",schemaPath:"#/properties/volumes/items/properties/image/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key76},message:"must NOT have additional properties",schema:false,parentSchema:schema12.properties.volumes.items.properties.image,data:data399};
if(vErrors === null){
vErrors = [err478];
}
else {
vErrors.push(err478);
}
errors++;
}
}
if(data399.subpath !== undefined){
let data400 = data399.subpath;
if(typeof data400 !== "string"){
const err479 = {instancePath:instancePath+"/volumes/" + i78+"/image/subpath",schemaPath:"#/properties/volumes/items/properties/image/properties/subpath/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.volumes.items.properties.image.properties.subpath.type,parentSchema:schema12.properties.volumes.items.properties.image.properties.subpath,data:data400};
if(vErrors === null){
vErrors = [err479];
}
else {
vErrors.push(err479);
}
errors++;
}
}
}
else {
const err480 = {instancePath:instancePath+"/volumes/" + i78+"/image",schemaPath:"#/properties/volumes/items/properties/image/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema12.properties.volumes.items.properties.image.type,parentSchema:schema12.properties.volumes.items.properties.image,data:data399};
if(vErrors === null){
vErrors = [err480];
}
else {
vErrors.push(err480);
}
errors++;
}
}
}
}
}
else {
const err481 = {instancePath:instancePath+"/volumes",schemaPath:"#/properties/volumes/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.volumes.type,parentSchema:schema12.properties.volumes,data:data378};
if(vErrors === null){
vErrors = [err481];
}
else {
vErrors.push(err481);
}
errors++;
}
}
if(data.volumes_from !== undefined){
let data401 = data.volumes_from;
if(Array.isArray(data401)){
const len80 = data401.length;
for(let i80=0; i80<len80; i80++){
let data402 = data401[i80];
if(typeof data402 !== "string"){
const err482 = {instancePath:instancePath+"/volumes_from/" + i80,schemaPath:"#/properties/volumes_from/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.volumes_from.items.type,parentSchema:schema12.properties.volumes_from.items,data:data402};
if(vErrors === null){
vErrors = [err482];
}
else {
vErrors.push(err482);
}
errors++;
}
}
}
else {
const err483 = {instancePath:instancePath+"/volumes_from",schemaPath:"#/properties/volumes_from/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.volumes_from.type,parentSchema:schema12.properties.volumes_from,data:data401};
if(vErrors === null){
vErrors = [err483];
}
else {
vErrors.push(err483);
}
errors++;
}
}
if(data.working_dir !== undefined){
let data403 = data.working_dir;
if(typeof data403 !== "string"){
const err484 = {instancePath:instancePath+"/working_dir",schemaPath:"#/properties/working_dir/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.working_dir.type,parentSchema:schema12.properties.working_dir,data:data403};
if(vErrors === null){
vErrors = [err484];
}
else {
vErrors.push(err484);
}
errors++;
}
}
}
else {
const err485 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema12.type,parentSchema:schema12,data};
if(vErrors === null){
vErrors = [err485];
}
else {
vErrors.push(err485);
}
errors++;
}
validate11.errors = vErrors;
return errors === 0;
}


function validate10(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!((func2.call(schema11.properties, key0)) || (pattern0.test(key0)))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.version !== undefined){
let data0 = data.version;
if((typeof data0 !== "string") && (!((typeof data0 == "number") && (isFinite(data0))))){
const err1 = {instancePath:instancePath+"/version",schemaPath:"#/properties/version/type",keyword:"type",params:{type: schema11.properties.version.type},message:"must be string,number",schema:schema11.properties.version.type,parentSchema:schema11.properties.version,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.name !== undefined){
let data1 = data.name;
if(typeof data1 !== "string"){
const err2 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.name.type,parentSchema:schema11.properties.name,data:data1};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.include !== undefined){
let data2 = data.include;
if(Array.isArray(data2)){
const len0 = data2.length;
for(let i0=0; i0<len0; i0++){
let data3 = data2[i0];
if((typeof data3 !== "string") && (!(data3 && typeof data3 == "object" && !Array.isArray(data3)))){
const err3 = {instancePath:instancePath+"/include/" + i0,schemaPath:"#/properties/include/items/type",keyword:"type",params:{type: schema11.properties.include.items.type},message:"must be string,object",schema:schema11.properties.include.items.type,parentSchema:schema11.properties.include.items,data:data3};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
for(const key1 in data3){
if(!(((key1 === "path") || (key1 === "env_file")) || (key1 === "project_directory"))){
const err4 = {instancePath:instancePath+"/include/" + i0,schemaPath:"#/properties/include/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.include.items,data:data3};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data3.path !== undefined){
let data4 = data3.path;
if((typeof data4 !== "string") && (!(Array.isArray(data4)))){
const err5 = {instancePath:instancePath+"/include/" + i0+"/path",schemaPath:"#/properties/include/items/properties/path/type",keyword:"type",params:{type: schema11.properties.include.items.properties.path.type},message:"must be string,array",schema:schema11.properties.include.items.properties.path.type,parentSchema:schema11.properties.include.items.properties.path,data:data4};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(Array.isArray(data4)){
const len1 = data4.length;
for(let i1=0; i1<len1; i1++){
let data5 = data4[i1];
if(typeof data5 !== "string"){
const err6 = {instancePath:instancePath+"/include/" + i0+"/path/" + i1,schemaPath:"#/properties/include/items/properties/path/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.include.items.properties.path.items.type,parentSchema:schema11.properties.include.items.properties.path.items,data:data5};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
}
}
if(data3.env_file !== undefined){
let data6 = data3.env_file;
if((typeof data6 !== "string") && (!(Array.isArray(data6)))){
const err7 = {instancePath:instancePath+"/include/" + i0+"/env_file",schemaPath:"#/properties/include/items/properties/env_file/type",keyword:"type",params:{type: schema11.properties.include.items.properties.env_file.type},message:"must be string,array",schema:schema11.properties.include.items.properties.env_file.type,parentSchema:schema11.properties.include.items.properties.env_file,data:data6};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if(Array.isArray(data6)){
const len2 = data6.length;
for(let i2=0; i2<len2; i2++){
let data7 = data6[i2];
if(typeof data7 !== "string"){
const err8 = {instancePath:instancePath+"/include/" + i0+"/env_file/" + i2,schemaPath:"#/properties/include/items/properties/env_file/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.include.items.properties.env_file.items.type,parentSchema:schema11.properties.include.items.properties.env_file.items,data:data7};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
}
}
if(data3.project_directory !== undefined){
let data8 = data3.project_directory;
if(typeof data8 !== "string"){
const err9 = {instancePath:instancePath+"/include/" + i0+"/project_directory",schemaPath:"#/properties/include/items/properties/project_directory/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.include.items.properties.project_directory.type,parentSchema:schema11.properties.include.items.properties.project_directory,data:data8};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
}
}
}
else {
const err10 = {instancePath:instancePath+"/include",schemaPath:"#/properties/include/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.include.type,parentSchema:schema11.properties.include,data:data2};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data.services !== undefined){
let data9 = data.services;
if(data9 && typeof data9 == "object" && !Array.isArray(data9)){
for(const key2 in data9){
const _errs23 = errors;
if(typeof key2 === "string"){
if(!pattern1.test(key2)){
const err11 = {instancePath:instancePath+"/services",schemaPath:"#/properties/services/propertyNames/pattern",keyword:"pattern",params:{pattern: "^[a-zA-Z0-9._-]+$"},message:"must match pattern \""+"^[a-zA-Z0-9._-]+$"+"\"",schema:"^[a-zA-Z0-9._-]+$",parentSchema:schema11.properties.services.propertyNames,data:key2,propertyName:key2};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
var valid8 = _errs23 === errors;
if(!valid8){
const err12 = {instancePath:instancePath+"/services",schemaPath:"#/properties/services/propertyNames",keyword:"propertyNames",params:{propertyName: key2},message:"property name must be valid",schema:schema11.properties.services.propertyNames,parentSchema:schema11.properties.services,data:data9};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
for(const key3 in data9){
if(!(validate11(data9[key3], {instancePath:instancePath+"/services/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data9,parentDataProperty:key3,rootData}))){
vErrors = vErrors === null ? validate11.errors : vErrors.concat(validate11.errors);
errors = vErrors.length;
}
}
}
else {
const err13 = {instancePath:instancePath+"/services",schemaPath:"#/properties/services/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.services.type,parentSchema:schema11.properties.services,data:data9};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data.networks !== undefined){
let data11 = data.networks;
if(data11 && typeof data11 == "object" && !Array.isArray(data11)){
for(const key4 in data11){
const _errs28 = errors;
if(typeof key4 === "string"){
if(!pattern1.test(key4)){
const err14 = {instancePath:instancePath+"/networks",schemaPath:"#/properties/networks/propertyNames/pattern",keyword:"pattern",params:{pattern: "^[a-zA-Z0-9._-]+$"},message:"must match pattern \""+"^[a-zA-Z0-9._-]+$"+"\"",schema:"^[a-zA-Z0-9._-]+$",parentSchema:schema11.properties.networks.propertyNames,data:key4,propertyName:key4};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
var valid10 = _errs28 === errors;
if(!valid10){
const err15 = {instancePath:instancePath+"/networks",schemaPath:"#/properties/networks/propertyNames",keyword:"propertyNames",params:{propertyName: key4},message:"property name must be valid",schema:schema11.properties.networks.propertyNames,parentSchema:schema11.properties.networks,data:data11};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
for(const key5 in data11){
let data12 = data11[key5];
if((!(data12 && typeof data12 == "object" && !Array.isArray(data12))) && (data12 !== null)){
const err16 = {instancePath:instancePath+"/networks/" + key5.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/network/type",keyword:"type",params:{type: schema19.type},message:"must be object,null",schema:schema19.type,parentSchema:schema19,data:data12};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
if(data12 && typeof data12 == "object" && !Array.isArray(data12)){
for(const key6 in data12){
if(!((func2.call(schema19.properties, key6)) || (pattern0.test(key6)))){
const err17 = {instancePath:instancePath+"/networks/" + key5.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/network/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key6},message:"must NOT have additional properties",schema:false,parentSchema:schema19,data:data12};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data12.name !== undefined){
let data13 = data12.name;
if(typeof data13 !== "string"){
const err18 = {instancePath:instancePath+"/networks/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/name",schemaPath:"#/$defs/network/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema19.properties.name.type,parentSchema:schema19.properties.name,data:data13};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data12.driver !== undefined){
let data14 = data12.driver;
if(typeof data14 !== "string"){
const err19 = {instancePath:instancePath+"/networks/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/driver",schemaPath:"#/$defs/network/properties/driver/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema19.properties.driver.type,parentSchema:schema19.properties.driver,data:data14};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data12.driver_opts !== undefined){
let data15 = data12.driver_opts;
if(data15 && typeof data15 == "object" && !Array.isArray(data15)){
for(const key7 in data15){
let data16 = data15[key7];
if((typeof data16 !== "string") && (!((typeof data16 == "number") && (isFinite(data16))))){
const err20 = {instancePath:instancePath+"/networks/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/driver_opts/" + key7.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/network/properties/driver_opts/additionalProperties/type",keyword:"type",params:{type: schema19.properties.driver_opts.additionalProperties.type},message:"must be string,number",schema:schema19.properties.driver_opts.additionalProperties.type,parentSchema:schema19.properties.driver_opts.additionalProperties,data:data16};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
}
else {
const err21 = {instancePath:instancePath+"/networks/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/driver_opts",schemaPath:"#/$defs/network/properties/driver_opts/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema19.properties.driver_opts.type,parentSchema:schema19.properties.driver_opts,data:data15};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(data12.ipam !== undefined){
let data17 = data12.ipam;
if(data17 && typeof data17 == "object" && !Array.isArray(data17)){
for(const key8 in data17){
if(!((((key8 === "driver") || (key8 === "config")) || (key8 === "options")) || (pattern0.test(key8)))){
const err22 = {instancePath:instancePath+"/networks/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/ipam",schemaPath:"#/$defs/network/properties/ipam/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key8},message:"must NOT have additional properties",schema:false,parentSchema:schema19.properties.ipam,data:data17};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
if(data17.driver !== undefined){
let data18 = data17.driver;
if(typeof data18 !== "string"){
const err23 = {instancePath:instancePath+"/networks/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/ipam/driver",schemaPath:"#/$defs/network/properties/ipam/properties/driver/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema19.properties.ipam.properties.driver.type,parentSchema:schema19.properties.ipam.properties.driver,data:data18};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
if(data17.config !== undefined){
let data19 = data17.config;
if(Array.isArray(data19)){
const len3 = data19.length;
for(let i3=0; i3<len3; i3++){
let data20 = data19[i3];
if(data20 && typeof data20 == "object" && !Array.isArray(data20)){
for(const key9 in data20){
if(!(((((key9 === "subnet") || (key9 === "ip_range")) || (key9 === "gateway")) || (key9 === "aux_addresses")) || (pattern0.test(key9)))){
const err24 = {instancePath:instancePath+"/networks/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/ipam/config/" + i3,schemaPath:"#/$defs/network/properties/ipam/properties/config/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key9},message:"must NOT have additional properties",schema:false,parentSchema:schema19.properties.ipam.properties.config.items,data:data20};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
if(data20.subnet !== undefined){
let data21 = data20.subnet;
if(typeof data21 !== "string"){
const err25 = {instancePath:instancePath+"/networks/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/ipam/config/" + i3+"/subnet",schemaPath:"#/$defs/network/properties/ipam/properties/config/items/properties/subnet/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema19.properties.ipam.properties.config.items.properties.subnet.type,parentSchema:schema19.properties.ipam.properties.config.items.properties.subnet,data:data21};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
if(data20.ip_range !== undefined){
let data22 = data20.ip_range;
if(typeof data22 !== "string"){
const err26 = {instancePath:instancePath+"/networks/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/ipam/config/" + i3+"/ip_range",schemaPath:"#/$defs/network/properties/ipam/properties/config/items/properties/ip_range/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema19.properties.ipam.properties.config.items.properties.ip_range.type,parentSchema:schema19.properties.ipam.properties.config.items.properties.ip_range,data:data22};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
if(data20.gateway !== undefined){
let data23 = data20.gateway;
if(typeof data23 !== "string"){
const err27 = {instancePath:instancePath+"/networks/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/ipam/config/" + i3+"/gateway",schemaPath:"#/$defs/network/properties/ipam/properties/config/items/properties/gateway/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema19.properties.ipam.properties.config.items.properties.gateway.type,parentSchema:schema19.properties.ipam.properties.config.items.properties.gateway,data:data23};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
if(data20.aux_addresses !== undefined){
let data24 = data20.aux_addresses;
if(data24 && typeof data24 == "object" && !Array.isArray(data24)){
for(const key10 in data24){
let data25 = data24[key10];
if(typeof data25 !== "string"){
const err28 = {instancePath:instancePath+"/networks/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/ipam/config/" + i3+"/aux_addresses/" + key10.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/network/properties/ipam/properties/config/items/properties/aux_addresses/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema19.properties.ipam.properties.config.items.properties.aux_addresses.additionalProperties.type,parentSchema:schema19.properties.ipam.properties.config.items.properties.aux_addresses.additionalProperties,data:data25};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
}
else {
const err29 = {instancePath:instancePath+"/networks/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/ipam/config/" + i3+"/aux_addresses",schemaPath:"#/$defs/network/properties/ipam/properties/config/items/properties/aux_addresses/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema19.properties.ipam.properties.config.items.properties.aux_addresses.type,parentSchema:schema19.properties.ipam.properties.config.items.properties.aux_addresses,data:data24};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
}
else {
const err30 = {instancePath:instancePath+"/networks/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/ipam/config/" + i3,schemaPath:"#/$defs/network/properties/ipam/properties/config/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema19.properties.ipam.properties.config.items.type,parentSchema:schema19.properties.ipam.properties.config.items,data:data20};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
}
else {
const err31 = {instancePath:instancePath+"/networks/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/ipam/config",schemaPath:"#/$defs/network/properties/ipam/properties/config/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema19.properties.ipam.properties.config.type,parentSchema:schema19.properties.ipam.properties.config,data:data19};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
if(data17.options !== undefined){
let data26 = data17.options;
if(data26 && typeof data26 == "object" && !Array.isArray(data26)){
for(const key11 in data26){
let data27 = data26[key11];
if(typeof data27 !== "string"){
const err32 = {instancePath:instancePath+"/networks/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/ipam/options/" + key11.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/network/properties/ipam/properties/options/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema19.properties.ipam.properties.options.additionalProperties.type,parentSchema:schema19.properties.ipam.properties.options.additionalProperties,data:data27};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
}
else {
const err33 = {instancePath:instancePath+"/networks/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/ipam/options",schemaPath:"#/$defs/network/properties/ipam/properties/options/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema19.properties.ipam.properties.options.type,parentSchema:schema19.properties.ipam.properties.options,data:data26};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
}
else {
const err34 = {instancePath:instancePath+"/networks/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/ipam",schemaPath:"#/$defs/network/properties/ipam/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema19.properties.ipam.type,parentSchema:schema19.properties.ipam,data:data17};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
if(data12.external !== undefined){
let data28 = data12.external;
if(((typeof data28 !== "boolean") && (typeof data28 !== "string")) && (!(data28 && typeof data28 == "object" && !Array.isArray(data28)))){
const err35 = {instancePath:instancePath+"/networks/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/external",schemaPath:"#/$defs/network/properties/external/type",keyword:"type",params:{type: schema19.properties.external.type},message:"must be boolean,string,object",schema:schema19.properties.external.type,parentSchema:schema19.properties.external,data:data28};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
if(data28 && typeof data28 == "object" && !Array.isArray(data28)){
for(const key12 in data28){
if(!((key12 === "name") || (pattern0.test(key12)))){
const err36 = {instancePath:instancePath+"/networks/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/external",schemaPath:"#/$defs/network/properties/external/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key12},message:"must NOT have additional properties",schema:false,parentSchema:schema19.properties.external,data:data28};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
if(data28.name !== undefined){
let data29 = data28.name;
if(typeof data29 !== "string"){
const err37 = {instancePath:instancePath+"/networks/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/external/name",schemaPath:"#/$defs/network/properties/external/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema19.properties.external.properties.name.type,parentSchema:schema19.properties.external.properties.name,data:data29};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
}
}
}
if(data12.internal !== undefined){
let data30 = data12.internal;
if((typeof data30 !== "boolean") && (typeof data30 !== "string")){
const err38 = {instancePath:instancePath+"/networks/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/internal",schemaPath:"#/$defs/network/properties/internal/type",keyword:"type",params:{type: schema19.properties.internal.type},message:"must be boolean,string",schema:schema19.properties.internal.type,parentSchema:schema19.properties.internal,data:data30};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
if(data12.enable_ipv4 !== undefined){
let data31 = data12.enable_ipv4;
if((typeof data31 !== "boolean") && (typeof data31 !== "string")){
const err39 = {instancePath:instancePath+"/networks/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/enable_ipv4",schemaPath:"#/$defs/network/properties/enable_ipv4/type",keyword:"type",params:{type: schema19.properties.enable_ipv4.type},message:"must be boolean,string",schema:schema19.properties.enable_ipv4.type,parentSchema:schema19.properties.enable_ipv4,data:data31};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
if(data12.enable_ipv6 !== undefined){
let data32 = data12.enable_ipv6;
if((typeof data32 !== "boolean") && (typeof data32 !== "string")){
const err40 = {instancePath:instancePath+"/networks/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/enable_ipv6",schemaPath:"#/$defs/network/properties/enable_ipv6/type",keyword:"type",params:{type: schema19.properties.enable_ipv6.type},message:"must be boolean,string",schema:schema19.properties.enable_ipv6.type,parentSchema:schema19.properties.enable_ipv6,data:data32};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
if(data12.attachable !== undefined){
let data33 = data12.attachable;
if((typeof data33 !== "boolean") && (typeof data33 !== "string")){
const err41 = {instancePath:instancePath+"/networks/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/attachable",schemaPath:"#/$defs/network/properties/attachable/type",keyword:"type",params:{type: schema19.properties.attachable.type},message:"must be boolean,string",schema:schema19.properties.attachable.type,parentSchema:schema19.properties.attachable,data:data33};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
if(data12.labels !== undefined){
let data34 = data12.labels;
if(!data34 || typeof data34 != "object"){
const err42 = {instancePath:instancePath+"/networks/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/labels",schemaPath:"#/$defs/network/properties/labels/type",keyword:"type",params:{type: schema19.properties.labels.type},message:"must be object,array",schema:schema19.properties.labels.type,parentSchema:schema19.properties.labels,data:data34};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
if(Array.isArray(data34)){
const len4 = data34.length;
for(let i4=0; i4<len4; i4++){
let data35 = data34[i4];
if(typeof data35 !== "string"){
const err43 = {instancePath:instancePath+"/networks/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/labels/" + i4,schemaPath:"#/$defs/network/properties/labels/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema19.properties.labels.items.type,parentSchema:schema19.properties.labels.items,data:data35};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
}
}
if(data34 && typeof data34 == "object" && !Array.isArray(data34)){
for(const key13 in data34){
let data36 = data34[key13];
if((((typeof data36 !== "string") && (!((typeof data36 == "number") && (isFinite(data36))))) && (typeof data36 !== "boolean")) && (data36 !== null)){
const err44 = {instancePath:instancePath+"/networks/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/labels/" + key13.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/network/properties/labels/additionalProperties/type",keyword:"type",params:{type: schema19.properties.labels.additionalProperties.type},message:"must be string,number,boolean,null",schema:schema19.properties.labels.additionalProperties.type,parentSchema:schema19.properties.labels.additionalProperties,data:data36};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
}
}
}
}
}
}
else {
const err45 = {instancePath:instancePath+"/networks",schemaPath:"#/properties/networks/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.networks.type,parentSchema:schema11.properties.networks,data:data11};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
}
if(data.volumes !== undefined){
let data37 = data.volumes;
if(data37 && typeof data37 == "object" && !Array.isArray(data37)){
for(const key14 in data37){
const _errs91 = errors;
if(typeof key14 === "string"){
if(!pattern1.test(key14)){
const err46 = {instancePath:instancePath+"/volumes",schemaPath:"#/properties/volumes/propertyNames/pattern",keyword:"pattern",params:{pattern: "^[a-zA-Z0-9._-]+$"},message:"must match pattern \""+"^[a-zA-Z0-9._-]+$"+"\"",schema:"^[a-zA-Z0-9._-]+$",parentSchema:schema11.properties.volumes.propertyNames,data:key14,propertyName:key14};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
}
var valid25 = _errs91 === errors;
if(!valid25){
const err47 = {instancePath:instancePath+"/volumes",schemaPath:"#/properties/volumes/propertyNames",keyword:"propertyNames",params:{propertyName: key14},message:"property name must be valid",schema:schema11.properties.volumes.propertyNames,parentSchema:schema11.properties.volumes,data:data37};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
for(const key15 in data37){
let data38 = data37[key15];
if((!(data38 && typeof data38 == "object" && !Array.isArray(data38))) && (data38 !== null)){
const err48 = {instancePath:instancePath+"/volumes/" + key15.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/volume/type",keyword:"type",params:{type: schema20.type},message:"must be object,null",schema:schema20.type,parentSchema:schema20,data:data38};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
if(data38 && typeof data38 == "object" && !Array.isArray(data38)){
for(const key16 in data38){
if(!((((((key16 === "name") || (key16 === "driver")) || (key16 === "driver_opts")) || (key16 === "external")) || (key16 === "labels")) || (pattern0.test(key16)))){
const err49 = {instancePath:instancePath+"/volumes/" + key15.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/volume/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key16},message:"must NOT have additional properties",schema:false,parentSchema:schema20,data:data38};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
}
if(data38.name !== undefined){
let data39 = data38.name;
if(typeof data39 !== "string"){
const err50 = {instancePath:instancePath+"/volumes/" + key15.replace(/~/g, "~0").replace(/\//g, "~1")+"/name",schemaPath:"#/$defs/volume/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema20.properties.name.type,parentSchema:schema20.properties.name,data:data39};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
}
if(data38.driver !== undefined){
let data40 = data38.driver;
if(typeof data40 !== "string"){
const err51 = {instancePath:instancePath+"/volumes/" + key15.replace(/~/g, "~0").replace(/\//g, "~1")+"/driver",schemaPath:"#/$defs/volume/properties/driver/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema20.properties.driver.type,parentSchema:schema20.properties.driver,data:data40};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
}
if(data38.driver_opts !== undefined){
let data41 = data38.driver_opts;
if(data41 && typeof data41 == "object" && !Array.isArray(data41)){
for(const key17 in data41){
let data42 = data41[key17];
if((typeof data42 !== "string") && (!((typeof data42 == "number") && (isFinite(data42))))){
const err52 = {instancePath:instancePath+"/volumes/" + key15.replace(/~/g, "~0").replace(/\//g, "~1")+"/driver_opts/" + key17.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/volume/properties/driver_opts/additionalProperties/type",keyword:"type",params:{type: schema20.properties.driver_opts.additionalProperties.type},message:"must be string,number",schema:schema20.properties.driver_opts.additionalProperties.type,parentSchema:schema20.properties.driver_opts.additionalProperties,data:data42};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
}
}
else {
const err53 = {instancePath:instancePath+"/volumes/" + key15.replace(/~/g, "~0").replace(/\//g, "~1")+"/driver_opts",schemaPath:"#/$defs/volume/properties/driver_opts/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema20.properties.driver_opts.type,parentSchema:schema20.properties.driver_opts,data:data41};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
}
if(data38.external !== undefined){
let data43 = data38.external;
if(((typeof data43 !== "boolean") && (typeof data43 !== "string")) && (!(data43 && typeof data43 == "object" && !Array.isArray(data43)))){
const err54 = {instancePath:instancePath+"/volumes/" + key15.replace(/~/g, "~0").replace(/\//g, "~1")+"/external",schemaPath:"#/$defs/volume/properties/external/type",keyword:"type",params:{type: schema20.properties.external.type},message:"must be boolean,string,object",schema:schema20.properties.external.type,parentSchema:schema20.properties.external,data:data43};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
if(data43 && typeof data43 == "object" && !Array.isArray(data43)){
for(const key18 in data43){
if(!((key18 === "name") || (pattern0.test(key18)))){
const err55 = {instancePath:instancePath+"/volumes/" + key15.replace(/~/g, "~0").replace(/\//g, "~1")+"/external",schemaPath:"#/$defs/volume/properties/external/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key18},message:"must NOT have additional properties",schema:false,parentSchema:schema20.properties.external,data:data43};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
}
if(data43.name !== undefined){
let data44 = data43.name;
if(typeof data44 !== "string"){
const err56 = {instancePath:instancePath+"/volumes/" + key15.replace(/~/g, "~0").replace(/\//g, "~1")+"/external/name",schemaPath:"#/$defs/volume/properties/external/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema20.properties.external.properties.name.type,parentSchema:schema20.properties.external.properties.name,data:data44};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
}
}
}
if(data38.labels !== undefined){
let data45 = data38.labels;
if(!data45 || typeof data45 != "object"){
const err57 = {instancePath:instancePath+"/volumes/" + key15.replace(/~/g, "~0").replace(/\//g, "~1")+"/labels",schemaPath:"#/$defs/volume/properties/labels/type",keyword:"type",params:{type: schema20.properties.labels.type},message:"must be object,array",schema:schema20.properties.labels.type,parentSchema:schema20.properties.labels,data:data45};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
if(Array.isArray(data45)){
const len5 = data45.length;
for(let i5=0; i5<len5; i5++){
let data46 = data45[i5];
if(typeof data46 !== "string"){
const err58 = {instancePath:instancePath+"/volumes/" + key15.replace(/~/g, "~0").replace(/\//g, "~1")+"/labels/" + i5,schemaPath:"#/$defs/volume/properties/labels/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema20.properties.labels.items.type,parentSchema:schema20.properties.labels.items,data:data46};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
}
}
if(data45 && typeof data45 == "object" && !Array.isArray(data45)){
for(const key19 in data45){
let data47 = data45[key19];
if((((typeof data47 !== "string") && (!((typeof data47 == "number") && (isFinite(data47))))) && (typeof data47 !== "boolean")) && (data47 !== null)){
const err59 = {instancePath:instancePath+"/volumes/" + key15.replace(/~/g, "~0").replace(/\//g, "~1")+"/labels/" + key19.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/volume/properties/labels/additionalProperties/type",keyword:"type",params:{type: schema20.properties.labels.additionalProperties.type},message:"must be string,number,boolean,null",schema:schema20.properties.labels.additionalProperties.type,parentSchema:schema20.properties.labels.additionalProperties,data:data47};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
}
}
}
}
}
}
else {
const err60 = {instancePath:instancePath+"/volumes",schemaPath:"#/properties/volumes/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.volumes.type,parentSchema:schema11.properties.volumes,data:data37};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
}
if(data.secrets !== undefined){
let data48 = data.secrets;
if(data48 && typeof data48 == "object" && !Array.isArray(data48)){
for(const key20 in data48){
const _errs120 = errors;
if(typeof key20 === "string"){
if(!pattern1.test(key20)){
const err61 = {instancePath:instancePath+"/secrets",schemaPath:"#/properties/secrets/propertyNames/pattern",keyword:"pattern",params:{pattern: "^[a-zA-Z0-9._-]+$"},message:"must match pattern \""+"^[a-zA-Z0-9._-]+$"+"\"",schema:"^[a-zA-Z0-9._-]+$",parentSchema:schema11.properties.secrets.propertyNames,data:key20,propertyName:key20};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
}
var valid34 = _errs120 === errors;
if(!valid34){
const err62 = {instancePath:instancePath+"/secrets",schemaPath:"#/properties/secrets/propertyNames",keyword:"propertyNames",params:{propertyName: key20},message:"property name must be valid",schema:schema11.properties.secrets.propertyNames,parentSchema:schema11.properties.secrets,data:data48};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
}
for(const key21 in data48){
let data49 = data48[key21];
if((!(data49 && typeof data49 == "object" && !Array.isArray(data49))) && (data49 !== null)){
const err63 = {instancePath:instancePath+"/secrets/" + key21.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/secret/type",keyword:"type",params:{type: schema21.type},message:"must be object,null",schema:schema21.type,parentSchema:schema21,data:data49};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
if(data49 && typeof data49 == "object" && !Array.isArray(data49)){
for(const key22 in data49){
if(!(((((((((key22 === "name") || (key22 === "file")) || (key22 === "environment")) || (key22 === "external")) || (key22 === "labels")) || (key22 === "template_driver")) || (key22 === "driver")) || (key22 === "driver_opts")) || (pattern0.test(key22)))){
const err64 = {instancePath:instancePath+"/secrets/" + key21.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/secret/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key22},message:"must NOT have additional properties",schema:false,parentSchema:schema21,data:data49};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
}
if(data49.name !== undefined){
let data50 = data49.name;
if(typeof data50 !== "string"){
const err65 = {instancePath:instancePath+"/secrets/" + key21.replace(/~/g, "~0").replace(/\//g, "~1")+"/name",schemaPath:"#/$defs/secret/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema21.properties.name.type,parentSchema:schema21.properties.name,data:data50};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
}
if(data49.file !== undefined){
let data51 = data49.file;
if(typeof data51 !== "string"){
const err66 = {instancePath:instancePath+"/secrets/" + key21.replace(/~/g, "~0").replace(/\//g, "~1")+"/file",schemaPath:"#/$defs/secret/properties/file/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema21.properties.file.type,parentSchema:schema21.properties.file,data:data51};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
}
if(data49.environment !== undefined){
let data52 = data49.environment;
if(typeof data52 !== "string"){
const err67 = {instancePath:instancePath+"/secrets/" + key21.replace(/~/g, "~0").replace(/\//g, "~1")+"/environment",schemaPath:"#/$defs/secret/properties/environment/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema21.properties.environment.type,parentSchema:schema21.properties.environment,data:data52};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
}
if(data49.external !== undefined){
let data53 = data49.external;
if(((typeof data53 !== "boolean") && (typeof data53 !== "string")) && (!(data53 && typeof data53 == "object" && !Array.isArray(data53)))){
const err68 = {instancePath:instancePath+"/secrets/" + key21.replace(/~/g, "~0").replace(/\//g, "~1")+"/external",schemaPath:"#/$defs/secret/properties/external/type",keyword:"type",params:{type: schema21.properties.external.type},message:"must be boolean,string,object",schema:schema21.properties.external.type,parentSchema:schema21.properties.external,data:data53};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
if(data53 && typeof data53 == "object" && !Array.isArray(data53)){
for(const key23 in data53){
if(!((key23 === "name") || (pattern0.test(key23)))){
const err69 = {instancePath:instancePath+"/secrets/" + key21.replace(/~/g, "~0").replace(/\//g, "~1")+"/external",schemaPath:"#/$defs/secret/properties/external/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key23},message:"must NOT have additional properties",schema:false,parentSchema:schema21.properties.external,data:data53};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
}
if(data53.name !== undefined){
let data54 = data53.name;
if(typeof data54 !== "string"){
const err70 = {instancePath:instancePath+"/secrets/" + key21.replace(/~/g, "~0").replace(/\//g, "~1")+"/external/name",schemaPath:"#/$defs/secret/properties/external/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema21.properties.external.properties.name.type,parentSchema:schema21.properties.external.properties.name,data:data54};
if(vErrors === null){
vErrors = [err70];
}
else {
vErrors.push(err70);
}
errors++;
}
}
}
}
if(data49.labels !== undefined){
let data55 = data49.labels;
if(!data55 || typeof data55 != "object"){
const err71 = {instancePath:instancePath+"/secrets/" + key21.replace(/~/g, "~0").replace(/\//g, "~1")+"/labels",schemaPath:"#/$defs/secret/properties/labels/type",keyword:"type",params:{type: schema21.properties.labels.type},message:"must be object,array",schema:schema21.properties.labels.type,parentSchema:schema21.properties.labels,data:data55};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
if(Array.isArray(data55)){
const len6 = data55.length;
for(let i6=0; i6<len6; i6++){
let data56 = data55[i6];
if(typeof data56 !== "string"){
const err72 = {instancePath:instancePath+"/secrets/" + key21.replace(/~/g, "~0").replace(/\//g, "~1")+"/labels/" + i6,schemaPath:"#/$defs/secret/properties/labels/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema21.properties.labels.items.type,parentSchema:schema21.properties.labels.items,data:data56};
if(vErrors === null){
vErrors = [err72];
}
else {
vErrors.push(err72);
}
errors++;
}
}
}
if(data55 && typeof data55 == "object" && !Array.isArray(data55)){
for(const key24 in data55){
let data57 = data55[key24];
if((((typeof data57 !== "string") && (!((typeof data57 == "number") && (isFinite(data57))))) && (typeof data57 !== "boolean")) && (data57 !== null)){
const err73 = {instancePath:instancePath+"/secrets/" + key21.replace(/~/g, "~0").replace(/\//g, "~1")+"/labels/" + key24.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/secret/properties/labels/additionalProperties/type",keyword:"type",params:{type: schema21.properties.labels.additionalProperties.type},message:"must be string,number,boolean,null",schema:schema21.properties.labels.additionalProperties.type,parentSchema:schema21.properties.labels.additionalProperties,data:data57};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
}
}
}
if(data49.template_driver !== undefined){
let data58 = data49.template_driver;
if(typeof data58 !== "string"){
const err74 = {instancePath:instancePath+"/secrets/" + key21.replace(/~/g, "~0").replace(/\//g, "~1")+"/template_driver",schemaPath:"#/$defs/secret/properties/template_driver/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema21.properties.template_driver.type,parentSchema:schema21.properties.template_driver,data:data58};
if(vErrors === null){
vErrors = [err74];
}
else {
vErrors.push(err74);
}
errors++;
}
}
if(data49.driver !== undefined){
let data59 = data49.driver;
if(typeof data59 !== "string"){
const err75 = {instancePath:instancePath+"/secrets/" + key21.replace(/~/g, "~0").replace(/\//g, "~1")+"/driver",schemaPath:"#/$defs/secret/properties/driver/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema21.properties.driver.type,parentSchema:schema21.properties.driver,data:data59};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
}
if(data49.driver_opts !== undefined){
let data60 = data49.driver_opts;
if(data60 && typeof data60 == "object" && !Array.isArray(data60)){
for(const key25 in data60){
let data61 = data60[key25];
if((typeof data61 !== "string") && (!((typeof data61 == "number") && (isFinite(data61))))){
const err76 = {instancePath:instancePath+"/secrets/" + key21.replace(/~/g, "~0").replace(/\//g, "~1")+"/driver_opts/" + key25.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/secret/properties/driver_opts/additionalProperties/type",keyword:"type",params:{type: schema21.properties.driver_opts.additionalProperties.type},message:"must be string,number",schema:schema21.properties.driver_opts.additionalProperties.type,parentSchema:schema21.properties.driver_opts.additionalProperties,data:data61};
if(vErrors === null){
vErrors = [err76];
}
else {
vErrors.push(err76);
}
errors++;
}
}
}
else {
const err77 = {instancePath:instancePath+"/secrets/" + key21.replace(/~/g, "~0").replace(/\//g, "~1")+"/driver_opts",schemaPath:"#/$defs/secret/properties/driver_opts/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema21.properties.driver_opts.type,parentSchema:schema21.properties.driver_opts,data:data60};
if(vErrors === null){
vErrors = [err77];
}
else {
vErrors.push(err77);
}
errors++;
}
}
}
}
}
else {
const err78 = {instancePath:instancePath+"/secrets",schemaPath:"#/properties/secrets/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.secrets.type,parentSchema:schema11.properties.secrets,data:data48};
if(vErrors === null){
vErrors = [err78];
}
else {
vErrors.push(err78);
}
errors++;
}
}
if(data.configs !== undefined){
let data62 = data.configs;
if(data62 && typeof data62 == "object" && !Array.isArray(data62)){
for(const key26 in data62){
const _errs155 = errors;
if(typeof key26 === "string"){
if(!pattern1.test(key26)){
const err79 = {instancePath:instancePath+"/configs",schemaPath:"#/properties/configs/propertyNames/pattern",keyword:"pattern",params:{pattern: "^[a-zA-Z0-9._-]+$"},message:"must match pattern \""+"^[a-zA-Z0-9._-]+$"+"\"",schema:"^[a-zA-Z0-9._-]+$",parentSchema:schema11.properties.configs.propertyNames,data:key26,propertyName:key26};
if(vErrors === null){
vErrors = [err79];
}
else {
vErrors.push(err79);
}
errors++;
}
}
var valid43 = _errs155 === errors;
if(!valid43){
const err80 = {instancePath:instancePath+"/configs",schemaPath:"#/properties/configs/propertyNames",keyword:"propertyNames",params:{propertyName: key26},message:"property name must be valid",schema:schema11.properties.configs.propertyNames,parentSchema:schema11.properties.configs,data:data62};
if(vErrors === null){
vErrors = [err80];
}
else {
vErrors.push(err80);
}
errors++;
}
}
for(const key27 in data62){
let data63 = data62[key27];
if((!(data63 && typeof data63 == "object" && !Array.isArray(data63))) && (data63 !== null)){
const err81 = {instancePath:instancePath+"/configs/" + key27.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/config/type",keyword:"type",params:{type: schema22.type},message:"must be object,null",schema:schema22.type,parentSchema:schema22,data:data63};
if(vErrors === null){
vErrors = [err81];
}
else {
vErrors.push(err81);
}
errors++;
}
if(data63 && typeof data63 == "object" && !Array.isArray(data63)){
for(const key28 in data63){
if(!((((((((key28 === "name") || (key28 === "file")) || (key28 === "environment")) || (key28 === "external")) || (key28 === "labels")) || (key28 === "template_driver")) || (key28 === "content")) || (pattern0.test(key28)))){
const err82 = {instancePath:instancePath+"/configs/" + key27.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/config/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key28},message:"must NOT have additional properties",schema:false,parentSchema:schema22,data:data63};
if(vErrors === null){
vErrors = [err82];
}
else {
vErrors.push(err82);
}
errors++;
}
}
if(data63.name !== undefined){
let data64 = data63.name;
if(typeof data64 !== "string"){
const err83 = {instancePath:instancePath+"/configs/" + key27.replace(/~/g, "~0").replace(/\//g, "~1")+"/name",schemaPath:"#/$defs/config/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema22.properties.name.type,parentSchema:schema22.properties.name,data:data64};
if(vErrors === null){
vErrors = [err83];
}
else {
vErrors.push(err83);
}
errors++;
}
}
if(data63.file !== undefined){
let data65 = data63.file;
if(typeof data65 !== "string"){
const err84 = {instancePath:instancePath+"/configs/" + key27.replace(/~/g, "~0").replace(/\//g, "~1")+"/file",schemaPath:"#/$defs/config/properties/file/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema22.properties.file.type,parentSchema:schema22.properties.file,data:data65};
if(vErrors === null){
vErrors = [err84];
}
else {
vErrors.push(err84);
}
errors++;
}
}
if(data63.environment !== undefined){
let data66 = data63.environment;
if(typeof data66 !== "string"){
const err85 = {instancePath:instancePath+"/configs/" + key27.replace(/~/g, "~0").replace(/\//g, "~1")+"/environment",schemaPath:"#/$defs/config/properties/environment/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema22.properties.environment.type,parentSchema:schema22.properties.environment,data:data66};
if(vErrors === null){
vErrors = [err85];
}
else {
vErrors.push(err85);
}
errors++;
}
}
if(data63.external !== undefined){
let data67 = data63.external;
if(((typeof data67 !== "boolean") && (typeof data67 !== "string")) && (!(data67 && typeof data67 == "object" && !Array.isArray(data67)))){
const err86 = {instancePath:instancePath+"/configs/" + key27.replace(/~/g, "~0").replace(/\//g, "~1")+"/external",schemaPath:"#/$defs/config/properties/external/type",keyword:"type",params:{type: schema22.properties.external.type},message:"must be boolean,string,object",schema:schema22.properties.external.type,parentSchema:schema22.properties.external,data:data67};
if(vErrors === null){
vErrors = [err86];
}
else {
vErrors.push(err86);
}
errors++;
}
if(data67 && typeof data67 == "object" && !Array.isArray(data67)){
for(const key29 in data67){
if(!((key29 === "name") || (pattern0.test(key29)))){
const err87 = {instancePath:instancePath+"/configs/" + key27.replace(/~/g, "~0").replace(/\//g, "~1")+"/external",schemaPath:"#/$defs/config/properties/external/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key29},message:"must NOT have additional properties",schema:false,parentSchema:schema22.properties.external,data:data67};
if(vErrors === null){
vErrors = [err87];
}
else {
vErrors.push(err87);
}
errors++;
}
}
if(data67.name !== undefined){
let data68 = data67.name;
if(typeof data68 !== "string"){
const err88 = {instancePath:instancePath+"/configs/" + key27.replace(/~/g, "~0").replace(/\//g, "~1")+"/external/name",schemaPath:"#/$defs/config/properties/external/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema22.properties.external.properties.name.type,parentSchema:schema22.properties.external.properties.name,data:data68};
if(vErrors === null){
vErrors = [err88];
}
else {
vErrors.push(err88);
}
errors++;
}
}
}
}
if(data63.labels !== undefined){
let data69 = data63.labels;
if(!data69 || typeof data69 != "object"){
const err89 = {instancePath:instancePath+"/configs/" + key27.replace(/~/g, "~0").replace(/\//g, "~1")+"/labels",schemaPath:"#/$defs/config/properties/labels/type",keyword:"type",params:{type: schema22.properties.labels.type},message:"must be object,array",schema:schema22.properties.labels.type,parentSchema:schema22.properties.labels,data:data69};
if(vErrors === null){
vErrors = [err89];
}
else {
vErrors.push(err89);
}
errors++;
}
if(Array.isArray(data69)){
const len7 = data69.length;
for(let i7=0; i7<len7; i7++){
let data70 = data69[i7];
if(typeof data70 !== "string"){
const err90 = {instancePath:instancePath+"/configs/" + key27.replace(/~/g, "~0").replace(/\//g, "~1")+"/labels/" + i7,schemaPath:"#/$defs/config/properties/labels/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema22.properties.labels.items.type,parentSchema:schema22.properties.labels.items,data:data70};
if(vErrors === null){
vErrors = [err90];
}
else {
vErrors.push(err90);
}
errors++;
}
}
}
if(data69 && typeof data69 == "object" && !Array.isArray(data69)){
for(const key30 in data69){
let data71 = data69[key30];
if((((typeof data71 !== "string") && (!((typeof data71 == "number") && (isFinite(data71))))) && (typeof data71 !== "boolean")) && (data71 !== null)){
const err91 = {instancePath:instancePath+"/configs/" + key27.replace(/~/g, "~0").replace(/\//g, "~1")+"/labels/" + key30.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/config/properties/labels/additionalProperties/type",keyword:"type",params:{type: schema22.properties.labels.additionalProperties.type},message:"must be string,number,boolean,null",schema:schema22.properties.labels.additionalProperties.type,parentSchema:schema22.properties.labels.additionalProperties,data:data71};
if(vErrors === null){
vErrors = [err91];
}
else {
vErrors.push(err91);
}
errors++;
}
}
}
}
if(data63.template_driver !== undefined){
let data72 = data63.template_driver;
if(typeof data72 !== "string"){
const err92 = {instancePath:instancePath+"/configs/" + key27.replace(/~/g, "~0").replace(/\//g, "~1")+"/template_driver",schemaPath:"#/$defs/config/properties/template_driver/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema22.properties.template_driver.type,parentSchema:schema22.properties.template_driver,data:data72};
if(vErrors === null){
vErrors = [err92];
}
else {
vErrors.push(err92);
}
errors++;
}
}
if(data63.content !== undefined){
let data73 = data63.content;
if(typeof data73 !== "string"){
const err93 = {instancePath:instancePath+"/configs/" + key27.replace(/~/g, "~0").replace(/\//g, "~1")+"/content",schemaPath:"#/$defs/config/properties/content/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema22.properties.content.type,parentSchema:schema22.properties.content,data:data73};
if(vErrors === null){
vErrors = [err93];
}
else {
vErrors.push(err93);
}
errors++;
}
}
}
}
}
else {
const err94 = {instancePath:instancePath+"/configs",schemaPath:"#/properties/configs/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.configs.type,parentSchema:schema11.properties.configs,data:data62};
if(vErrors === null){
vErrors = [err94];
}
else {
vErrors.push(err94);
}
errors++;
}
}
if(data.models !== undefined){
let data74 = data.models;
if(data74 && typeof data74 == "object" && !Array.isArray(data74)){
for(const key31 in data74){
const _errs185 = errors;
if(typeof key31 === "string"){
if(!pattern1.test(key31)){
const err95 = {instancePath:instancePath+"/models",schemaPath:"#/properties/models/propertyNames/pattern",keyword:"pattern",params:{pattern: "^[a-zA-Z0-9._-]+$"},message:"must match pattern \""+"^[a-zA-Z0-9._-]+$"+"\"",schema:"^[a-zA-Z0-9._-]+$",parentSchema:schema11.properties.models.propertyNames,data:key31,propertyName:key31};
if(vErrors === null){
vErrors = [err95];
}
else {
vErrors.push(err95);
}
errors++;
}
}
var valid51 = _errs185 === errors;
if(!valid51){
const err96 = {instancePath:instancePath+"/models",schemaPath:"#/properties/models/propertyNames",keyword:"propertyNames",params:{propertyName: key31},message:"property name must be valid",schema:schema11.properties.models.propertyNames,parentSchema:schema11.properties.models,data:data74};
if(vErrors === null){
vErrors = [err96];
}
else {
vErrors.push(err96);
}
errors++;
}
}
for(const key32 in data74){
let data75 = data74[key32];
if(data75 && typeof data75 == "object" && !Array.isArray(data75)){
if(data75.model === undefined){
const err97 = {instancePath:instancePath+"/models/" + key32.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/models/additionalProperties/required",keyword:"required",params:{missingProperty: "model"},message:"must have required property '"+"model"+"'",schema:schema11.properties.models.additionalProperties.required,parentSchema:schema11.properties.models.additionalProperties,data:data75};
if(vErrors === null){
vErrors = [err97];
}
else {
vErrors.push(err97);
}
errors++;
}
for(const key33 in data75){
if(!(((((key33 === "name") || (key33 === "model")) || (key33 === "context_size")) || (key33 === "runtime_flags")) || (pattern0.test(key33)))){
const err98 = {instancePath:instancePath+"/models/" + key32.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/models/additionalProperties/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key33},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.models.additionalProperties,data:data75};
if(vErrors === null){
vErrors = [err98];
}
else {
vErrors.push(err98);
}
errors++;
}
}
if(data75.name !== undefined){
let data76 = data75.name;
if(typeof data76 !== "string"){
const err99 = {instancePath:instancePath+"/models/" + key32.replace(/~/g, "~0").replace(/\//g, "~1")+"/name",schemaPath:"#/properties/models/additionalProperties/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.models.additionalProperties.properties.name.type,parentSchema:schema11.properties.models.additionalProperties.properties.name,data:data76};
if(vErrors === null){
vErrors = [err99];
}
else {
vErrors.push(err99);
}
errors++;
}
}
if(data75.model !== undefined){
let data77 = data75.model;
if(typeof data77 !== "string"){
const err100 = {instancePath:instancePath+"/models/" + key32.replace(/~/g, "~0").replace(/\//g, "~1")+"/model",schemaPath:"#/properties/models/additionalProperties/properties/model/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.models.additionalProperties.properties.model.type,parentSchema:schema11.properties.models.additionalProperties.properties.model,data:data77};
if(vErrors === null){
vErrors = [err100];
}
else {
vErrors.push(err100);
}
errors++;
}
}
if(data75.context_size !== undefined){
let data78 = data75.context_size;
if((!(((typeof data78 == "number") && (!(data78 % 1) && !isNaN(data78))) && (isFinite(data78)))) && (typeof data78 !== "string")){
const err101 = {instancePath:instancePath+"/models/" + key32.replace(/~/g, "~0").replace(/\//g, "~1")+"/context_size",schemaPath:"#/properties/models/additionalProperties/properties/context_size/type",keyword:"type",params:{type: schema11.properties.models.additionalProperties.properties.context_size.type},message:"must be integer,string",schema:schema11.properties.models.additionalProperties.properties.context_size.type,parentSchema:schema11.properties.models.additionalProperties.properties.context_size,data:data78};
if(vErrors === null){
vErrors = [err101];
}
else {
vErrors.push(err101);
}
errors++;
}
}
if(data75.runtime_flags !== undefined){
let data79 = data75.runtime_flags;
if(Array.isArray(data79)){
const len8 = data79.length;
for(let i8=0; i8<len8; i8++){
let data80 = data79[i8];
if(typeof data80 !== "string"){
const err102 = {instancePath:instancePath+"/models/" + key32.replace(/~/g, "~0").replace(/\//g, "~1")+"/runtime_flags/" + i8,schemaPath:"#/properties/models/additionalProperties/properties/runtime_flags/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.models.additionalProperties.properties.runtime_flags.items.type,parentSchema:schema11.properties.models.additionalProperties.properties.runtime_flags.items,data:data80};
if(vErrors === null){
vErrors = [err102];
}
else {
vErrors.push(err102);
}
errors++;
}
}
}
else {
const err103 = {instancePath:instancePath+"/models/" + key32.replace(/~/g, "~0").replace(/\//g, "~1")+"/runtime_flags",schemaPath:"#/properties/models/additionalProperties/properties/runtime_flags/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.models.additionalProperties.properties.runtime_flags.type,parentSchema:schema11.properties.models.additionalProperties.properties.runtime_flags,data:data79};
if(vErrors === null){
vErrors = [err103];
}
else {
vErrors.push(err103);
}
errors++;
}
}
}
else {
const err104 = {instancePath:instancePath+"/models/" + key32.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/models/additionalProperties/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.models.additionalProperties.type,parentSchema:schema11.properties.models.additionalProperties,data:data75};
if(vErrors === null){
vErrors = [err104];
}
else {
vErrors.push(err104);
}
errors++;
}
}
}
else {
const err105 = {instancePath:instancePath+"/models",schemaPath:"#/properties/models/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.models.type,parentSchema:schema11.properties.models,data:data74};
if(vErrors === null){
vErrors = [err105];
}
else {
vErrors.push(err105);
}
errors++;
}
}
}
else {
const err106 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.type,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err106];
}
else {
vErrors.push(err106);
}
errors++;
}
validate10.errors = vErrors;
return errors === 0;
}
