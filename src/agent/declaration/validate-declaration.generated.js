// Made by scripts/compile-schema.ts from schemas/deployment.schema.json: change that and run the script.
// biome-ignore-all lint: generated
// biome-ignore-all format: generated
// biome-ignore-all assist: generated
"use strict";
export const validate = validate10;
export default validate10;
const schema11 = {"$schema":"http://json-schema.org/draft-07/schema#","title":"dockr deployment","type":"object","properties":{"version":{"enum":[1]},"name":{"type":"string","pattern":"^[a-z0-9][a-z0-9_-]*$"},"source":{"type":"object","properties":{"kind":{"enum":["git","oci"]},"url":{"type":"string"},"branch":{"type":"string"},"tag":{"type":"string"},"semver":{"type":"string"},"tagPrefix":{"type":"string"},"commit":{"type":"string","pattern":"^[0-9a-f]{40}(?:[0-9a-f]{24})?$"},"reference":{"type":"string"}},"additionalProperties":false},"path":{"type":"string"},"content":{"enum":["stack","deployments"]},"discover":{"type":["string","array"],"items":{"type":"string"}},"children":{"type":"object","properties":{"names":{"type":["string","array"],"items":{"type":"string"}},"removal":{"enum":["keep","down"]}},"additionalProperties":false},"files":{"type":["string","array"],"items":{"type":"string"}},"variables":{"type":"object","propertyNames":{"pattern":"^[a-zA-Z_][a-zA-Z0-9_]*$"},"additionalProperties":{"type":["string","number","boolean"]}},"profiles":{"type":["string","array"],"items":{"type":"string"}},"environment":{"type":"string"},"environments":{"type":"object","additionalProperties":{"type":"object","properties":{"hosts":{"type":"array","items":{"type":["string","object"],"properties":{"name":{"type":"string"},"labels":{"type":"object","additionalProperties":{"type":["string","number","boolean"]}}},"additionalProperties":false}},"files":{"type":["string","array"],"items":{"type":"string"}},"variables":{"type":"object","propertyNames":{"pattern":"^[a-zA-Z_][a-zA-Z0-9_]*$"},"additionalProperties":{"type":["string","number","boolean"]}},"profiles":{"type":["string","array"],"items":{"type":"string"}}},"additionalProperties":false}},"hosts":{"type":"array","items":{"type":["string","object"],"properties":{"name":{"type":"string"},"labels":{"type":"object","additionalProperties":{"type":["string","number","boolean"]}}},"additionalProperties":false}},"interval":{"type":"string"},"timeout":{"type":"string"},"auth":{"type":"object","properties":{"kind":{"enum":["token","ssh","github-app"]},"username":{"type":"string"},"tokenFile":{"type":"string"},"provider":{"type":"string"},"keyFile":{"type":"string"},"knownHostsFile":{"type":"string"},"appId":{"type":"string"},"installationId":{"type":"string"},"apiUrl":{"type":"string"}},"required":["kind"],"additionalProperties":false},"verify":{"type":"object","properties":{"mode":{"enum":["head","range"]},"allowedSigners":{"type":"string"},"keyring":{"type":"string"}},"required":["mode"],"additionalProperties":false},"decrypt":{"type":"object","properties":{"keys":{"type":["string","array"],"items":{"type":"string"}}},"required":["keys"],"additionalProperties":false},"policy":{"type":["string","array"],"items":{"type":"string"}},"prune":{"type":"boolean"},"allowEmpty":{"type":"boolean"},"removal":{"enum":["keep","down"]},"dependsOn":{"type":"array","items":{"type":"object","properties":{"deployment":{"type":"string","pattern":"^[a-z0-9][a-z0-9_-]*$"},"condition":{"enum":["applied","healthy"]}},"required":["deployment"],"additionalProperties":false}},"windows":{"type":"array","items":{"type":"object","properties":{"kind":{"enum":["allow","deny"]},"schedule":{"type":"string"},"duration":{"type":"string"},"timezone":{"type":"string"}},"required":["kind","schedule","duration"],"additionalProperties":false}},"retry":{"type":"object","properties":{"delay":{"type":"string"},"longest":{"type":"string"},"attempts":{"type":"integer","minimum":1}},"additionalProperties":false},"selfHeal":{"type":"object","properties":{"enabled":{"type":"boolean"},"delay":{"type":"string"},"longest":{"type":"string"},"attempts":{"type":"integer","minimum":1}},"additionalProperties":false},"notify":{"type":"array","items":{"type":"object","properties":{"channel":{"type":"string"},"events":{"type":["string","array"],"items":{"type":"string"}}},"required":["channel"],"additionalProperties":false}},"webhook":{"type":"object","properties":{"kind":{"enum":["github","gitlab","gitea","bitbucket","generic"]},"secretFile":{"type":"string"}},"required":["kind","secretFile"],"additionalProperties":false},"reports":{"type":"object","properties":{"forge":{"enum":["github","gitlab","gitea"]},"api":{"type":"string"},"tokenFile":{"type":"string"},"status":{"type":"boolean"},"comment":{"type":"boolean"}},"required":["forge","tokenFile"],"additionalProperties":false},"images":{"type":"array","items":{"type":"object","properties":{"image":{"type":"string"},"policy":{"enum":["semver","newest","digest"]},"range":{"type":"string"},"pattern":{"type":"string"},"interval":{"type":"string"},"commit":{"type":"object","properties":{"branch":{"type":"string"},"author":{"type":"object","properties":{"name":{"type":"string"},"email":{"type":"string"}},"required":["name","email"],"additionalProperties":false},"message":{"type":"string"},"signingKey":{"type":"string"}},"additionalProperties":false},"update":{"enum":["pin","commit"]}},"required":["image","policy"],"additionalProperties":false}},"previews":{"type":"object","properties":{"branches":{"type":["string","array"],"items":{"type":"string"}},"ttl":{"type":"string"},"limit":{"type":"integer","minimum":0,"maximum":50},"pullRequests":{"type":"boolean"},"secrets":{"type":"boolean"},"external":{"type":["string","array"],"items":{"type":"string"}}},"additionalProperties":false},"suspend":{"type":"boolean"}},"required":["name","source"],"additionalProperties":false};
const func2 = Object.prototype.hasOwnProperty;
const pattern0 = new RegExp("^[a-z0-9][a-z0-9_-]*$", "u");
const pattern1 = new RegExp("^[0-9a-f]{40}(?:[0-9a-f]{24})?$", "u");
const pattern2 = new RegExp("^[a-zA-Z_][a-zA-Z0-9_]*$", "u");

function validate10(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'",schema:schema11.required,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.source === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "source"},message:"must have required property '"+"source"+"'",schema:schema11.required,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
for(const key0 in data){
if(!(func2.call(schema11.properties, key0))){
const err2 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.version !== undefined){
let data0 = data.version;
if(!(data0 === 1)){
const err3 = {instancePath:instancePath+"/version",schemaPath:"#/properties/version/enum",keyword:"enum",params:{allowedValues: schema11.properties.version.enum},message:"must be equal to one of the allowed values",schema:schema11.properties.version.enum,parentSchema:schema11.properties.version,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.name !== undefined){
let data1 = data.name;
if(typeof data1 === "string"){
if(!pattern0.test(data1)){
const err4 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9][a-z0-9_-]*$"},message:"must match pattern \""+"^[a-z0-9][a-z0-9_-]*$"+"\"",schema:"^[a-z0-9][a-z0-9_-]*$",parentSchema:schema11.properties.name,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
else {
const err5 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.name.type,parentSchema:schema11.properties.name,data:data1};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.source !== undefined){
let data2 = data.source;
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
for(const key1 in data2){
if(!((((((((key1 === "kind") || (key1 === "url")) || (key1 === "branch")) || (key1 === "tag")) || (key1 === "semver")) || (key1 === "tagPrefix")) || (key1 === "commit")) || (key1 === "reference"))){
const err6 = {instancePath:instancePath+"/source",schemaPath:"#/properties/source/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.source,data:data2};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data2.kind !== undefined){
let data3 = data2.kind;
if(!((data3 === "git") || (data3 === "oci"))){
const err7 = {instancePath:instancePath+"/source/kind",schemaPath:"#/properties/source/properties/kind/enum",keyword:"enum",params:{allowedValues: schema11.properties.source.properties.kind.enum},message:"must be equal to one of the allowed values",schema:schema11.properties.source.properties.kind.enum,parentSchema:schema11.properties.source.properties.kind,data:data3};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data2.url !== undefined){
let data4 = data2.url;
if(typeof data4 !== "string"){
const err8 = {instancePath:instancePath+"/source/url",schemaPath:"#/properties/source/properties/url/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.source.properties.url.type,parentSchema:schema11.properties.source.properties.url,data:data4};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data2.branch !== undefined){
let data5 = data2.branch;
if(typeof data5 !== "string"){
const err9 = {instancePath:instancePath+"/source/branch",schemaPath:"#/properties/source/properties/branch/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.source.properties.branch.type,parentSchema:schema11.properties.source.properties.branch,data:data5};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data2.tag !== undefined){
let data6 = data2.tag;
if(typeof data6 !== "string"){
const err10 = {instancePath:instancePath+"/source/tag",schemaPath:"#/properties/source/properties/tag/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.source.properties.tag.type,parentSchema:schema11.properties.source.properties.tag,data:data6};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data2.semver !== undefined){
let data7 = data2.semver;
if(typeof data7 !== "string"){
const err11 = {instancePath:instancePath+"/source/semver",schemaPath:"#/properties/source/properties/semver/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.source.properties.semver.type,parentSchema:schema11.properties.source.properties.semver,data:data7};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data2.tagPrefix !== undefined){
let data8 = data2.tagPrefix;
if(typeof data8 !== "string"){
const err12 = {instancePath:instancePath+"/source/tagPrefix",schemaPath:"#/properties/source/properties/tagPrefix/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.source.properties.tagPrefix.type,parentSchema:schema11.properties.source.properties.tagPrefix,data:data8};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data2.commit !== undefined){
let data9 = data2.commit;
if(typeof data9 === "string"){
if(!pattern1.test(data9)){
const err13 = {instancePath:instancePath+"/source/commit",schemaPath:"#/properties/source/properties/commit/pattern",keyword:"pattern",params:{pattern: "^[0-9a-f]{40}(?:[0-9a-f]{24})?$"},message:"must match pattern \""+"^[0-9a-f]{40}(?:[0-9a-f]{24})?$"+"\"",schema:"^[0-9a-f]{40}(?:[0-9a-f]{24})?$",parentSchema:schema11.properties.source.properties.commit,data:data9};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
else {
const err14 = {instancePath:instancePath+"/source/commit",schemaPath:"#/properties/source/properties/commit/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.source.properties.commit.type,parentSchema:schema11.properties.source.properties.commit,data:data9};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data2.reference !== undefined){
let data10 = data2.reference;
if(typeof data10 !== "string"){
const err15 = {instancePath:instancePath+"/source/reference",schemaPath:"#/properties/source/properties/reference/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.source.properties.reference.type,parentSchema:schema11.properties.source.properties.reference,data:data10};
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
const err16 = {instancePath:instancePath+"/source",schemaPath:"#/properties/source/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.source.type,parentSchema:schema11.properties.source,data:data2};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data.path !== undefined){
let data11 = data.path;
if(typeof data11 !== "string"){
const err17 = {instancePath:instancePath+"/path",schemaPath:"#/properties/path/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.path.type,parentSchema:schema11.properties.path,data:data11};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data.content !== undefined){
let data12 = data.content;
if(!((data12 === "stack") || (data12 === "deployments"))){
const err18 = {instancePath:instancePath+"/content",schemaPath:"#/properties/content/enum",keyword:"enum",params:{allowedValues: schema11.properties.content.enum},message:"must be equal to one of the allowed values",schema:schema11.properties.content.enum,parentSchema:schema11.properties.content,data:data12};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data.discover !== undefined){
let data13 = data.discover;
if((typeof data13 !== "string") && (!(Array.isArray(data13)))){
const err19 = {instancePath:instancePath+"/discover",schemaPath:"#/properties/discover/type",keyword:"type",params:{type: schema11.properties.discover.type},message:"must be string,array",schema:schema11.properties.discover.type,parentSchema:schema11.properties.discover,data:data13};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
if(Array.isArray(data13)){
const len0 = data13.length;
for(let i0=0; i0<len0; i0++){
let data14 = data13[i0];
if(typeof data14 !== "string"){
const err20 = {instancePath:instancePath+"/discover/" + i0,schemaPath:"#/properties/discover/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.discover.items.type,parentSchema:schema11.properties.discover.items,data:data14};
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
}
if(data.children !== undefined){
let data15 = data.children;
if(data15 && typeof data15 == "object" && !Array.isArray(data15)){
for(const key2 in data15){
if(!((key2 === "names") || (key2 === "removal"))){
const err21 = {instancePath:instancePath+"/children",schemaPath:"#/properties/children/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.children,data:data15};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(data15.names !== undefined){
let data16 = data15.names;
if((typeof data16 !== "string") && (!(Array.isArray(data16)))){
const err22 = {instancePath:instancePath+"/children/names",schemaPath:"#/properties/children/properties/names/type",keyword:"type",params:{type: schema11.properties.children.properties.names.type},message:"must be string,array",schema:schema11.properties.children.properties.names.type,parentSchema:schema11.properties.children.properties.names,data:data16};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
if(Array.isArray(data16)){
const len1 = data16.length;
for(let i1=0; i1<len1; i1++){
let data17 = data16[i1];
if(typeof data17 !== "string"){
const err23 = {instancePath:instancePath+"/children/names/" + i1,schemaPath:"#/properties/children/properties/names/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.children.properties.names.items.type,parentSchema:schema11.properties.children.properties.names.items,data:data17};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
}
}
if(data15.removal !== undefined){
let data18 = data15.removal;
if(!((data18 === "keep") || (data18 === "down"))){
const err24 = {instancePath:instancePath+"/children/removal",schemaPath:"#/properties/children/properties/removal/enum",keyword:"enum",params:{allowedValues: schema11.properties.children.properties.removal.enum},message:"must be equal to one of the allowed values",schema:schema11.properties.children.properties.removal.enum,parentSchema:schema11.properties.children.properties.removal,data:data18};
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
const err25 = {instancePath:instancePath+"/children",schemaPath:"#/properties/children/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.children.type,parentSchema:schema11.properties.children,data:data15};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
if(data.files !== undefined){
let data19 = data.files;
if((typeof data19 !== "string") && (!(Array.isArray(data19)))){
const err26 = {instancePath:instancePath+"/files",schemaPath:"#/properties/files/type",keyword:"type",params:{type: schema11.properties.files.type},message:"must be string,array",schema:schema11.properties.files.type,parentSchema:schema11.properties.files,data:data19};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
if(Array.isArray(data19)){
const len2 = data19.length;
for(let i2=0; i2<len2; i2++){
let data20 = data19[i2];
if(typeof data20 !== "string"){
const err27 = {instancePath:instancePath+"/files/" + i2,schemaPath:"#/properties/files/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.files.items.type,parentSchema:schema11.properties.files.items,data:data20};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
}
}
if(data.variables !== undefined){
let data21 = data.variables;
if(data21 && typeof data21 == "object" && !Array.isArray(data21)){
for(const key3 in data21){
const _errs44 = errors;
if(typeof key3 === "string"){
if(!pattern2.test(key3)){
const err28 = {instancePath:instancePath+"/variables",schemaPath:"#/properties/variables/propertyNames/pattern",keyword:"pattern",params:{pattern: "^[a-zA-Z_][a-zA-Z0-9_]*$"},message:"must match pattern \""+"^[a-zA-Z_][a-zA-Z0-9_]*$"+"\"",schema:"^[a-zA-Z_][a-zA-Z0-9_]*$",parentSchema:schema11.properties.variables.propertyNames,data:key3,propertyName:key3};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
var valid9 = _errs44 === errors;
if(!valid9){
const err29 = {instancePath:instancePath+"/variables",schemaPath:"#/properties/variables/propertyNames",keyword:"propertyNames",params:{propertyName: key3},message:"property name must be valid",schema:schema11.properties.variables.propertyNames,parentSchema:schema11.properties.variables,data:data21};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
for(const key4 in data21){
let data22 = data21[key4];
if(((typeof data22 !== "string") && (!((typeof data22 == "number") && (isFinite(data22))))) && (typeof data22 !== "boolean")){
const err30 = {instancePath:instancePath+"/variables/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/variables/additionalProperties/type",keyword:"type",params:{type: schema11.properties.variables.additionalProperties.type},message:"must be string,number,boolean",schema:schema11.properties.variables.additionalProperties.type,parentSchema:schema11.properties.variables.additionalProperties,data:data22};
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
const err31 = {instancePath:instancePath+"/variables",schemaPath:"#/properties/variables/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.variables.type,parentSchema:schema11.properties.variables,data:data21};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
if(data.profiles !== undefined){
let data23 = data.profiles;
if((typeof data23 !== "string") && (!(Array.isArray(data23)))){
const err32 = {instancePath:instancePath+"/profiles",schemaPath:"#/properties/profiles/type",keyword:"type",params:{type: schema11.properties.profiles.type},message:"must be string,array",schema:schema11.properties.profiles.type,parentSchema:schema11.properties.profiles,data:data23};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
if(Array.isArray(data23)){
const len3 = data23.length;
for(let i3=0; i3<len3; i3++){
let data24 = data23[i3];
if(typeof data24 !== "string"){
const err33 = {instancePath:instancePath+"/profiles/" + i3,schemaPath:"#/properties/profiles/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.profiles.items.type,parentSchema:schema11.properties.profiles.items,data:data24};
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
}
if(data.environment !== undefined){
let data25 = data.environment;
if(typeof data25 !== "string"){
const err34 = {instancePath:instancePath+"/environment",schemaPath:"#/properties/environment/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.environment.type,parentSchema:schema11.properties.environment,data:data25};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
if(data.environments !== undefined){
let data26 = data.environments;
if(data26 && typeof data26 == "object" && !Array.isArray(data26)){
for(const key5 in data26){
let data27 = data26[key5];
if(data27 && typeof data27 == "object" && !Array.isArray(data27)){
for(const key6 in data27){
if(!((((key6 === "hosts") || (key6 === "files")) || (key6 === "variables")) || (key6 === "profiles"))){
const err35 = {instancePath:instancePath+"/environments/" + key5.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/environments/additionalProperties/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key6},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.environments.additionalProperties,data:data27};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
if(data27.hosts !== undefined){
let data28 = data27.hosts;
if(Array.isArray(data28)){
const len4 = data28.length;
for(let i4=0; i4<len4; i4++){
let data29 = data28[i4];
if((typeof data29 !== "string") && (!(data29 && typeof data29 == "object" && !Array.isArray(data29)))){
const err36 = {instancePath:instancePath+"/environments/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/hosts/" + i4,schemaPath:"#/properties/environments/additionalProperties/properties/hosts/items/type",keyword:"type",params:{type: schema11.properties.environments.additionalProperties.properties.hosts.items.type},message:"must be string,object",schema:schema11.properties.environments.additionalProperties.properties.hosts.items.type,parentSchema:schema11.properties.environments.additionalProperties.properties.hosts.items,data:data29};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
if(data29 && typeof data29 == "object" && !Array.isArray(data29)){
for(const key7 in data29){
if(!((key7 === "name") || (key7 === "labels"))){
const err37 = {instancePath:instancePath+"/environments/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/hosts/" + i4,schemaPath:"#/properties/environments/additionalProperties/properties/hosts/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key7},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.environments.additionalProperties.properties.hosts.items,data:data29};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
}
if(data29.name !== undefined){
let data30 = data29.name;
if(typeof data30 !== "string"){
const err38 = {instancePath:instancePath+"/environments/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/hosts/" + i4+"/name",schemaPath:"#/properties/environments/additionalProperties/properties/hosts/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.environments.additionalProperties.properties.hosts.items.properties.name.type,parentSchema:schema11.properties.environments.additionalProperties.properties.hosts.items.properties.name,data:data30};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
if(data29.labels !== undefined){
let data31 = data29.labels;
if(data31 && typeof data31 == "object" && !Array.isArray(data31)){
for(const key8 in data31){
let data32 = data31[key8];
if(((typeof data32 !== "string") && (!((typeof data32 == "number") && (isFinite(data32))))) && (typeof data32 !== "boolean")){
const err39 = {instancePath:instancePath+"/environments/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/hosts/" + i4+"/labels/" + key8.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/environments/additionalProperties/properties/hosts/items/properties/labels/additionalProperties/type",keyword:"type",params:{type: schema11.properties.environments.additionalProperties.properties.hosts.items.properties.labels.additionalProperties.type},message:"must be string,number,boolean",schema:schema11.properties.environments.additionalProperties.properties.hosts.items.properties.labels.additionalProperties.type,parentSchema:schema11.properties.environments.additionalProperties.properties.hosts.items.properties.labels.additionalProperties,data:data32};
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
else {
const err40 = {instancePath:instancePath+"/environments/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/hosts/" + i4+"/labels",schemaPath:"#/properties/environments/additionalProperties/properties/hosts/items/properties/labels/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.environments.additionalProperties.properties.hosts.items.properties.labels.type,parentSchema:schema11.properties.environments.additionalProperties.properties.hosts.items.properties.labels,data:data31};
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
}
else {
const err41 = {instancePath:instancePath+"/environments/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/hosts",schemaPath:"#/properties/environments/additionalProperties/properties/hosts/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.environments.additionalProperties.properties.hosts.type,parentSchema:schema11.properties.environments.additionalProperties.properties.hosts,data:data28};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
if(data27.files !== undefined){
let data33 = data27.files;
if((typeof data33 !== "string") && (!(Array.isArray(data33)))){
const err42 = {instancePath:instancePath+"/environments/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/files",schemaPath:"#/properties/environments/additionalProperties/properties/files/type",keyword:"type",params:{type: schema11.properties.environments.additionalProperties.properties.files.type},message:"must be string,array",schema:schema11.properties.environments.additionalProperties.properties.files.type,parentSchema:schema11.properties.environments.additionalProperties.properties.files,data:data33};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
if(Array.isArray(data33)){
const len5 = data33.length;
for(let i5=0; i5<len5; i5++){
let data34 = data33[i5];
if(typeof data34 !== "string"){
const err43 = {instancePath:instancePath+"/environments/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/files/" + i5,schemaPath:"#/properties/environments/additionalProperties/properties/files/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.environments.additionalProperties.properties.files.items.type,parentSchema:schema11.properties.environments.additionalProperties.properties.files.items,data:data34};
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
}
if(data27.variables !== undefined){
let data35 = data27.variables;
if(data35 && typeof data35 == "object" && !Array.isArray(data35)){
for(const key9 in data35){
const _errs78 = errors;
if(typeof key9 === "string"){
if(!pattern2.test(key9)){
const err44 = {instancePath:instancePath+"/environments/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/variables",schemaPath:"#/properties/environments/additionalProperties/properties/variables/propertyNames/pattern",keyword:"pattern",params:{pattern: "^[a-zA-Z_][a-zA-Z0-9_]*$"},message:"must match pattern \""+"^[a-zA-Z_][a-zA-Z0-9_]*$"+"\"",schema:"^[a-zA-Z_][a-zA-Z0-9_]*$",parentSchema:schema11.properties.environments.additionalProperties.properties.variables.propertyNames,data:key9,propertyName:key9};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
}
var valid21 = _errs78 === errors;
if(!valid21){
const err45 = {instancePath:instancePath+"/environments/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/variables",schemaPath:"#/properties/environments/additionalProperties/properties/variables/propertyNames",keyword:"propertyNames",params:{propertyName: key9},message:"property name must be valid",schema:schema11.properties.environments.additionalProperties.properties.variables.propertyNames,parentSchema:schema11.properties.environments.additionalProperties.properties.variables,data:data35};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
}
for(const key10 in data35){
let data36 = data35[key10];
if(((typeof data36 !== "string") && (!((typeof data36 == "number") && (isFinite(data36))))) && (typeof data36 !== "boolean")){
const err46 = {instancePath:instancePath+"/environments/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/variables/" + key10.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/environments/additionalProperties/properties/variables/additionalProperties/type",keyword:"type",params:{type: schema11.properties.environments.additionalProperties.properties.variables.additionalProperties.type},message:"must be string,number,boolean",schema:schema11.properties.environments.additionalProperties.properties.variables.additionalProperties.type,parentSchema:schema11.properties.environments.additionalProperties.properties.variables.additionalProperties,data:data36};
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
else {
const err47 = {instancePath:instancePath+"/environments/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/variables",schemaPath:"#/properties/environments/additionalProperties/properties/variables/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.environments.additionalProperties.properties.variables.type,parentSchema:schema11.properties.environments.additionalProperties.properties.variables,data:data35};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
if(data27.profiles !== undefined){
let data37 = data27.profiles;
if((typeof data37 !== "string") && (!(Array.isArray(data37)))){
const err48 = {instancePath:instancePath+"/environments/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/profiles",schemaPath:"#/properties/environments/additionalProperties/properties/profiles/type",keyword:"type",params:{type: schema11.properties.environments.additionalProperties.properties.profiles.type},message:"must be string,array",schema:schema11.properties.environments.additionalProperties.properties.profiles.type,parentSchema:schema11.properties.environments.additionalProperties.properties.profiles,data:data37};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
if(Array.isArray(data37)){
const len6 = data37.length;
for(let i6=0; i6<len6; i6++){
let data38 = data37[i6];
if(typeof data38 !== "string"){
const err49 = {instancePath:instancePath+"/environments/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/profiles/" + i6,schemaPath:"#/properties/environments/additionalProperties/properties/profiles/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.environments.additionalProperties.properties.profiles.items.type,parentSchema:schema11.properties.environments.additionalProperties.properties.profiles.items,data:data38};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
}
}
}
}
else {
const err50 = {instancePath:instancePath+"/environments/" + key5.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/environments/additionalProperties/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.environments.additionalProperties.type,parentSchema:schema11.properties.environments.additionalProperties,data:data27};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
}
}
else {
const err51 = {instancePath:instancePath+"/environments",schemaPath:"#/properties/environments/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.environments.type,parentSchema:schema11.properties.environments,data:data26};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
}
if(data.hosts !== undefined){
let data39 = data.hosts;
if(Array.isArray(data39)){
const len7 = data39.length;
for(let i7=0; i7<len7; i7++){
let data40 = data39[i7];
if((typeof data40 !== "string") && (!(data40 && typeof data40 == "object" && !Array.isArray(data40)))){
const err52 = {instancePath:instancePath+"/hosts/" + i7,schemaPath:"#/properties/hosts/items/type",keyword:"type",params:{type: schema11.properties.hosts.items.type},message:"must be string,object",schema:schema11.properties.hosts.items.type,parentSchema:schema11.properties.hosts.items,data:data40};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
if(data40 && typeof data40 == "object" && !Array.isArray(data40)){
for(const key11 in data40){
if(!((key11 === "name") || (key11 === "labels"))){
const err53 = {instancePath:instancePath+"/hosts/" + i7,schemaPath:"#/properties/hosts/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key11},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.hosts.items,data:data40};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
}
if(data40.name !== undefined){
let data41 = data40.name;
if(typeof data41 !== "string"){
const err54 = {instancePath:instancePath+"/hosts/" + i7+"/name",schemaPath:"#/properties/hosts/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.hosts.items.properties.name.type,parentSchema:schema11.properties.hosts.items.properties.name,data:data41};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
}
if(data40.labels !== undefined){
let data42 = data40.labels;
if(data42 && typeof data42 == "object" && !Array.isArray(data42)){
for(const key12 in data42){
let data43 = data42[key12];
if(((typeof data43 !== "string") && (!((typeof data43 == "number") && (isFinite(data43))))) && (typeof data43 !== "boolean")){
const err55 = {instancePath:instancePath+"/hosts/" + i7+"/labels/" + key12.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/hosts/items/properties/labels/additionalProperties/type",keyword:"type",params:{type: schema11.properties.hosts.items.properties.labels.additionalProperties.type},message:"must be string,number,boolean",schema:schema11.properties.hosts.items.properties.labels.additionalProperties.type,parentSchema:schema11.properties.hosts.items.properties.labels.additionalProperties,data:data43};
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
const err56 = {instancePath:instancePath+"/hosts/" + i7+"/labels",schemaPath:"#/properties/hosts/items/properties/labels/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.hosts.items.properties.labels.type,parentSchema:schema11.properties.hosts.items.properties.labels,data:data42};
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
}
else {
const err57 = {instancePath:instancePath+"/hosts",schemaPath:"#/properties/hosts/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.hosts.type,parentSchema:schema11.properties.hosts,data:data39};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
}
if(data.interval !== undefined){
let data44 = data.interval;
if(typeof data44 !== "string"){
const err58 = {instancePath:instancePath+"/interval",schemaPath:"#/properties/interval/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.interval.type,parentSchema:schema11.properties.interval,data:data44};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
}
if(data.timeout !== undefined){
let data45 = data.timeout;
if(typeof data45 !== "string"){
const err59 = {instancePath:instancePath+"/timeout",schemaPath:"#/properties/timeout/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.timeout.type,parentSchema:schema11.properties.timeout,data:data45};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
}
if(data.auth !== undefined){
let data46 = data.auth;
if(data46 && typeof data46 == "object" && !Array.isArray(data46)){
if(data46.kind === undefined){
const err60 = {instancePath:instancePath+"/auth",schemaPath:"#/properties/auth/required",keyword:"required",params:{missingProperty: "kind"},message:"must have required property '"+"kind"+"'",schema:schema11.properties.auth.required,parentSchema:schema11.properties.auth,data:data46};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
for(const key13 in data46){
if(!(func2.call(schema11.properties.auth.properties, key13))){
const err61 = {instancePath:instancePath+"/auth",schemaPath:"#/properties/auth/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key13},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.auth,data:data46};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
}
if(data46.kind !== undefined){
let data47 = data46.kind;
if(!(((data47 === "token") || (data47 === "ssh")) || (data47 === "github-app"))){
const err62 = {instancePath:instancePath+"/auth/kind",schemaPath:"#/properties/auth/properties/kind/enum",keyword:"enum",params:{allowedValues: schema11.properties.auth.properties.kind.enum},message:"must be equal to one of the allowed values",schema:schema11.properties.auth.properties.kind.enum,parentSchema:schema11.properties.auth.properties.kind,data:data47};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
}
if(data46.username !== undefined){
let data48 = data46.username;
if(typeof data48 !== "string"){
const err63 = {instancePath:instancePath+"/auth/username",schemaPath:"#/properties/auth/properties/username/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.auth.properties.username.type,parentSchema:schema11.properties.auth.properties.username,data:data48};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
}
if(data46.tokenFile !== undefined){
let data49 = data46.tokenFile;
if(typeof data49 !== "string"){
const err64 = {instancePath:instancePath+"/auth/tokenFile",schemaPath:"#/properties/auth/properties/tokenFile/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.auth.properties.tokenFile.type,parentSchema:schema11.properties.auth.properties.tokenFile,data:data49};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
}
if(data46.provider !== undefined){
let data50 = data46.provider;
if(typeof data50 !== "string"){
const err65 = {instancePath:instancePath+"/auth/provider",schemaPath:"#/properties/auth/properties/provider/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.auth.properties.provider.type,parentSchema:schema11.properties.auth.properties.provider,data:data50};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
}
if(data46.keyFile !== undefined){
let data51 = data46.keyFile;
if(typeof data51 !== "string"){
const err66 = {instancePath:instancePath+"/auth/keyFile",schemaPath:"#/properties/auth/properties/keyFile/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.auth.properties.keyFile.type,parentSchema:schema11.properties.auth.properties.keyFile,data:data51};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
}
if(data46.knownHostsFile !== undefined){
let data52 = data46.knownHostsFile;
if(typeof data52 !== "string"){
const err67 = {instancePath:instancePath+"/auth/knownHostsFile",schemaPath:"#/properties/auth/properties/knownHostsFile/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.auth.properties.knownHostsFile.type,parentSchema:schema11.properties.auth.properties.knownHostsFile,data:data52};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
}
if(data46.appId !== undefined){
let data53 = data46.appId;
if(typeof data53 !== "string"){
const err68 = {instancePath:instancePath+"/auth/appId",schemaPath:"#/properties/auth/properties/appId/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.auth.properties.appId.type,parentSchema:schema11.properties.auth.properties.appId,data:data53};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
}
if(data46.installationId !== undefined){
let data54 = data46.installationId;
if(typeof data54 !== "string"){
const err69 = {instancePath:instancePath+"/auth/installationId",schemaPath:"#/properties/auth/properties/installationId/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.auth.properties.installationId.type,parentSchema:schema11.properties.auth.properties.installationId,data:data54};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
}
if(data46.apiUrl !== undefined){
let data55 = data46.apiUrl;
if(typeof data55 !== "string"){
const err70 = {instancePath:instancePath+"/auth/apiUrl",schemaPath:"#/properties/auth/properties/apiUrl/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.auth.properties.apiUrl.type,parentSchema:schema11.properties.auth.properties.apiUrl,data:data55};
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
else {
const err71 = {instancePath:instancePath+"/auth",schemaPath:"#/properties/auth/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.auth.type,parentSchema:schema11.properties.auth,data:data46};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
}
if(data.verify !== undefined){
let data56 = data.verify;
if(data56 && typeof data56 == "object" && !Array.isArray(data56)){
if(data56.mode === undefined){
const err72 = {instancePath:instancePath+"/verify",schemaPath:"#/properties/verify/required",keyword:"required",params:{missingProperty: "mode"},message:"must have required property '"+"mode"+"'",schema:schema11.properties.verify.required,parentSchema:schema11.properties.verify,data:data56};
if(vErrors === null){
vErrors = [err72];
}
else {
vErrors.push(err72);
}
errors++;
}
for(const key14 in data56){
if(!(((key14 === "mode") || (key14 === "allowedSigners")) || (key14 === "keyring"))){
const err73 = {instancePath:instancePath+"/verify",schemaPath:"#/properties/verify/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key14},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.verify,data:data56};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
}
if(data56.mode !== undefined){
let data57 = data56.mode;
if(!((data57 === "head") || (data57 === "range"))){
const err74 = {instancePath:instancePath+"/verify/mode",schemaPath:"#/properties/verify/properties/mode/enum",keyword:"enum",params:{allowedValues: schema11.properties.verify.properties.mode.enum},message:"must be equal to one of the allowed values",schema:schema11.properties.verify.properties.mode.enum,parentSchema:schema11.properties.verify.properties.mode,data:data57};
if(vErrors === null){
vErrors = [err74];
}
else {
vErrors.push(err74);
}
errors++;
}
}
if(data56.allowedSigners !== undefined){
let data58 = data56.allowedSigners;
if(typeof data58 !== "string"){
const err75 = {instancePath:instancePath+"/verify/allowedSigners",schemaPath:"#/properties/verify/properties/allowedSigners/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.verify.properties.allowedSigners.type,parentSchema:schema11.properties.verify.properties.allowedSigners,data:data58};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
}
if(data56.keyring !== undefined){
let data59 = data56.keyring;
if(typeof data59 !== "string"){
const err76 = {instancePath:instancePath+"/verify/keyring",schemaPath:"#/properties/verify/properties/keyring/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.verify.properties.keyring.type,parentSchema:schema11.properties.verify.properties.keyring,data:data59};
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
const err77 = {instancePath:instancePath+"/verify",schemaPath:"#/properties/verify/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.verify.type,parentSchema:schema11.properties.verify,data:data56};
if(vErrors === null){
vErrors = [err77];
}
else {
vErrors.push(err77);
}
errors++;
}
}
if(data.decrypt !== undefined){
let data60 = data.decrypt;
if(data60 && typeof data60 == "object" && !Array.isArray(data60)){
if(data60.keys === undefined){
const err78 = {instancePath:instancePath+"/decrypt",schemaPath:"#/properties/decrypt/required",keyword:"required",params:{missingProperty: "keys"},message:"must have required property '"+"keys"+"'",schema:schema11.properties.decrypt.required,parentSchema:schema11.properties.decrypt,data:data60};
if(vErrors === null){
vErrors = [err78];
}
else {
vErrors.push(err78);
}
errors++;
}
for(const key15 in data60){
if(!(key15 === "keys")){
const err79 = {instancePath:instancePath+"/decrypt",schemaPath:"#/properties/decrypt/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key15},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.decrypt,data:data60};
if(vErrors === null){
vErrors = [err79];
}
else {
vErrors.push(err79);
}
errors++;
}
}
if(data60.keys !== undefined){
let data61 = data60.keys;
if((typeof data61 !== "string") && (!(Array.isArray(data61)))){
const err80 = {instancePath:instancePath+"/decrypt/keys",schemaPath:"#/properties/decrypt/properties/keys/type",keyword:"type",params:{type: schema11.properties.decrypt.properties.keys.type},message:"must be string,array",schema:schema11.properties.decrypt.properties.keys.type,parentSchema:schema11.properties.decrypt.properties.keys,data:data61};
if(vErrors === null){
vErrors = [err80];
}
else {
vErrors.push(err80);
}
errors++;
}
if(Array.isArray(data61)){
const len8 = data61.length;
for(let i8=0; i8<len8; i8++){
let data62 = data61[i8];
if(typeof data62 !== "string"){
const err81 = {instancePath:instancePath+"/decrypt/keys/" + i8,schemaPath:"#/properties/decrypt/properties/keys/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.decrypt.properties.keys.items.type,parentSchema:schema11.properties.decrypt.properties.keys.items,data:data62};
if(vErrors === null){
vErrors = [err81];
}
else {
vErrors.push(err81);
}
errors++;
}
}
}
}
}
else {
const err82 = {instancePath:instancePath+"/decrypt",schemaPath:"#/properties/decrypt/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.decrypt.type,parentSchema:schema11.properties.decrypt,data:data60};
if(vErrors === null){
vErrors = [err82];
}
else {
vErrors.push(err82);
}
errors++;
}
}
if(data.policy !== undefined){
let data63 = data.policy;
if((typeof data63 !== "string") && (!(Array.isArray(data63)))){
const err83 = {instancePath:instancePath+"/policy",schemaPath:"#/properties/policy/type",keyword:"type",params:{type: schema11.properties.policy.type},message:"must be string,array",schema:schema11.properties.policy.type,parentSchema:schema11.properties.policy,data:data63};
if(vErrors === null){
vErrors = [err83];
}
else {
vErrors.push(err83);
}
errors++;
}
if(Array.isArray(data63)){
const len9 = data63.length;
for(let i9=0; i9<len9; i9++){
let data64 = data63[i9];
if(typeof data64 !== "string"){
const err84 = {instancePath:instancePath+"/policy/" + i9,schemaPath:"#/properties/policy/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.policy.items.type,parentSchema:schema11.properties.policy.items,data:data64};
if(vErrors === null){
vErrors = [err84];
}
else {
vErrors.push(err84);
}
errors++;
}
}
}
}
if(data.prune !== undefined){
let data65 = data.prune;
if(typeof data65 !== "boolean"){
const err85 = {instancePath:instancePath+"/prune",schemaPath:"#/properties/prune/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema11.properties.prune.type,parentSchema:schema11.properties.prune,data:data65};
if(vErrors === null){
vErrors = [err85];
}
else {
vErrors.push(err85);
}
errors++;
}
}
if(data.allowEmpty !== undefined){
let data66 = data.allowEmpty;
if(typeof data66 !== "boolean"){
const err86 = {instancePath:instancePath+"/allowEmpty",schemaPath:"#/properties/allowEmpty/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema11.properties.allowEmpty.type,parentSchema:schema11.properties.allowEmpty,data:data66};
if(vErrors === null){
vErrors = [err86];
}
else {
vErrors.push(err86);
}
errors++;
}
}
if(data.removal !== undefined){
let data67 = data.removal;
if(!((data67 === "keep") || (data67 === "down"))){
const err87 = {instancePath:instancePath+"/removal",schemaPath:"#/properties/removal/enum",keyword:"enum",params:{allowedValues: schema11.properties.removal.enum},message:"must be equal to one of the allowed values",schema:schema11.properties.removal.enum,parentSchema:schema11.properties.removal,data:data67};
if(vErrors === null){
vErrors = [err87];
}
else {
vErrors.push(err87);
}
errors++;
}
}
if(data.dependsOn !== undefined){
let data68 = data.dependsOn;
if(Array.isArray(data68)){
const len10 = data68.length;
for(let i10=0; i10<len10; i10++){
let data69 = data68[i10];
if(data69 && typeof data69 == "object" && !Array.isArray(data69)){
if(data69.deployment === undefined){
const err88 = {instancePath:instancePath+"/dependsOn/" + i10,schemaPath:"#/properties/dependsOn/items/required",keyword:"required",params:{missingProperty: "deployment"},message:"must have required property '"+"deployment"+"'",schema:schema11.properties.dependsOn.items.required,parentSchema:schema11.properties.dependsOn.items,data:data69};
if(vErrors === null){
vErrors = [err88];
}
else {
vErrors.push(err88);
}
errors++;
}
for(const key16 in data69){
if(!((key16 === "deployment") || (key16 === "condition"))){
const err89 = {instancePath:instancePath+"/dependsOn/" + i10,schemaPath:"#/properties/dependsOn/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key16},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.dependsOn.items,data:data69};
if(vErrors === null){
vErrors = [err89];
}
else {
vErrors.push(err89);
}
errors++;
}
}
if(data69.deployment !== undefined){
let data70 = data69.deployment;
if(typeof data70 === "string"){
if(!pattern0.test(data70)){
const err90 = {instancePath:instancePath+"/dependsOn/" + i10+"/deployment",schemaPath:"#/properties/dependsOn/items/properties/deployment/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9][a-z0-9_-]*$"},message:"must match pattern \""+"^[a-z0-9][a-z0-9_-]*$"+"\"",schema:"^[a-z0-9][a-z0-9_-]*$",parentSchema:schema11.properties.dependsOn.items.properties.deployment,data:data70};
if(vErrors === null){
vErrors = [err90];
}
else {
vErrors.push(err90);
}
errors++;
}
}
else {
const err91 = {instancePath:instancePath+"/dependsOn/" + i10+"/deployment",schemaPath:"#/properties/dependsOn/items/properties/deployment/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.dependsOn.items.properties.deployment.type,parentSchema:schema11.properties.dependsOn.items.properties.deployment,data:data70};
if(vErrors === null){
vErrors = [err91];
}
else {
vErrors.push(err91);
}
errors++;
}
}
if(data69.condition !== undefined){
let data71 = data69.condition;
if(!((data71 === "applied") || (data71 === "healthy"))){
const err92 = {instancePath:instancePath+"/dependsOn/" + i10+"/condition",schemaPath:"#/properties/dependsOn/items/properties/condition/enum",keyword:"enum",params:{allowedValues: schema11.properties.dependsOn.items.properties.condition.enum},message:"must be equal to one of the allowed values",schema:schema11.properties.dependsOn.items.properties.condition.enum,parentSchema:schema11.properties.dependsOn.items.properties.condition,data:data71};
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
const err93 = {instancePath:instancePath+"/dependsOn/" + i10,schemaPath:"#/properties/dependsOn/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.dependsOn.items.type,parentSchema:schema11.properties.dependsOn.items,data:data69};
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
else {
const err94 = {instancePath:instancePath+"/dependsOn",schemaPath:"#/properties/dependsOn/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.dependsOn.type,parentSchema:schema11.properties.dependsOn,data:data68};
if(vErrors === null){
vErrors = [err94];
}
else {
vErrors.push(err94);
}
errors++;
}
}
if(data.windows !== undefined){
let data72 = data.windows;
if(Array.isArray(data72)){
const len11 = data72.length;
for(let i11=0; i11<len11; i11++){
let data73 = data72[i11];
if(data73 && typeof data73 == "object" && !Array.isArray(data73)){
if(data73.kind === undefined){
const err95 = {instancePath:instancePath+"/windows/" + i11,schemaPath:"#/properties/windows/items/required",keyword:"required",params:{missingProperty: "kind"},message:"must have required property '"+"kind"+"'",schema:schema11.properties.windows.items.required,parentSchema:schema11.properties.windows.items,data:data73};
if(vErrors === null){
vErrors = [err95];
}
else {
vErrors.push(err95);
}
errors++;
}
if(data73.schedule === undefined){
const err96 = {instancePath:instancePath+"/windows/" + i11,schemaPath:"#/properties/windows/items/required",keyword:"required",params:{missingProperty: "schedule"},message:"must have required property '"+"schedule"+"'",schema:schema11.properties.windows.items.required,parentSchema:schema11.properties.windows.items,data:data73};
if(vErrors === null){
vErrors = [err96];
}
else {
vErrors.push(err96);
}
errors++;
}
if(data73.duration === undefined){
const err97 = {instancePath:instancePath+"/windows/" + i11,schemaPath:"#/properties/windows/items/required",keyword:"required",params:{missingProperty: "duration"},message:"must have required property '"+"duration"+"'",schema:schema11.properties.windows.items.required,parentSchema:schema11.properties.windows.items,data:data73};
if(vErrors === null){
vErrors = [err97];
}
else {
vErrors.push(err97);
}
errors++;
}
for(const key17 in data73){
if(!((((key17 === "kind") || (key17 === "schedule")) || (key17 === "duration")) || (key17 === "timezone"))){
const err98 = {instancePath:instancePath+"/windows/" + i11,schemaPath:"#/properties/windows/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key17},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.windows.items,data:data73};
if(vErrors === null){
vErrors = [err98];
}
else {
vErrors.push(err98);
}
errors++;
}
}
if(data73.kind !== undefined){
let data74 = data73.kind;
if(!((data74 === "allow") || (data74 === "deny"))){
const err99 = {instancePath:instancePath+"/windows/" + i11+"/kind",schemaPath:"#/properties/windows/items/properties/kind/enum",keyword:"enum",params:{allowedValues: schema11.properties.windows.items.properties.kind.enum},message:"must be equal to one of the allowed values",schema:schema11.properties.windows.items.properties.kind.enum,parentSchema:schema11.properties.windows.items.properties.kind,data:data74};
if(vErrors === null){
vErrors = [err99];
}
else {
vErrors.push(err99);
}
errors++;
}
}
if(data73.schedule !== undefined){
let data75 = data73.schedule;
if(typeof data75 !== "string"){
const err100 = {instancePath:instancePath+"/windows/" + i11+"/schedule",schemaPath:"#/properties/windows/items/properties/schedule/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.windows.items.properties.schedule.type,parentSchema:schema11.properties.windows.items.properties.schedule,data:data75};
if(vErrors === null){
vErrors = [err100];
}
else {
vErrors.push(err100);
}
errors++;
}
}
if(data73.duration !== undefined){
let data76 = data73.duration;
if(typeof data76 !== "string"){
const err101 = {instancePath:instancePath+"/windows/" + i11+"/duration",schemaPath:"#/properties/windows/items/properties/duration/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.windows.items.properties.duration.type,parentSchema:schema11.properties.windows.items.properties.duration,data:data76};
if(vErrors === null){
vErrors = [err101];
}
else {
vErrors.push(err101);
}
errors++;
}
}
if(data73.timezone !== undefined){
let data77 = data73.timezone;
if(typeof data77 !== "string"){
const err102 = {instancePath:instancePath+"/windows/" + i11+"/timezone",schemaPath:"#/properties/windows/items/properties/timezone/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.windows.items.properties.timezone.type,parentSchema:schema11.properties.windows.items.properties.timezone,data:data77};
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
const err103 = {instancePath:instancePath+"/windows/" + i11,schemaPath:"#/properties/windows/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.windows.items.type,parentSchema:schema11.properties.windows.items,data:data73};
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
const err104 = {instancePath:instancePath+"/windows",schemaPath:"#/properties/windows/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.windows.type,parentSchema:schema11.properties.windows,data:data72};
if(vErrors === null){
vErrors = [err104];
}
else {
vErrors.push(err104);
}
errors++;
}
}
if(data.retry !== undefined){
let data78 = data.retry;
if(data78 && typeof data78 == "object" && !Array.isArray(data78)){
for(const key18 in data78){
if(!(((key18 === "delay") || (key18 === "longest")) || (key18 === "attempts"))){
const err105 = {instancePath:instancePath+"/retry",schemaPath:"#/properties/retry/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key18},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.retry,data:data78};
if(vErrors === null){
vErrors = [err105];
}
else {
vErrors.push(err105);
}
errors++;
}
}
if(data78.delay !== undefined){
let data79 = data78.delay;
if(typeof data79 !== "string"){
const err106 = {instancePath:instancePath+"/retry/delay",schemaPath:"#/properties/retry/properties/delay/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.retry.properties.delay.type,parentSchema:schema11.properties.retry.properties.delay,data:data79};
if(vErrors === null){
vErrors = [err106];
}
else {
vErrors.push(err106);
}
errors++;
}
}
if(data78.longest !== undefined){
let data80 = data78.longest;
if(typeof data80 !== "string"){
const err107 = {instancePath:instancePath+"/retry/longest",schemaPath:"#/properties/retry/properties/longest/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.retry.properties.longest.type,parentSchema:schema11.properties.retry.properties.longest,data:data80};
if(vErrors === null){
vErrors = [err107];
}
else {
vErrors.push(err107);
}
errors++;
}
}
if(data78.attempts !== undefined){
let data81 = data78.attempts;
if(!(((typeof data81 == "number") && (!(data81 % 1) && !isNaN(data81))) && (isFinite(data81)))){
const err108 = {instancePath:instancePath+"/retry/attempts",schemaPath:"#/properties/retry/properties/attempts/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.retry.properties.attempts.type,parentSchema:schema11.properties.retry.properties.attempts,data:data81};
if(vErrors === null){
vErrors = [err108];
}
else {
vErrors.push(err108);
}
errors++;
}
if((typeof data81 == "number") && (isFinite(data81))){
if(data81 < 1 || isNaN(data81)){
const err109 = {instancePath:instancePath+"/retry/attempts",schemaPath:"#/properties/retry/properties/attempts/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema11.properties.retry.properties.attempts,data:data81};
if(vErrors === null){
vErrors = [err109];
}
else {
vErrors.push(err109);
}
errors++;
}
}
}
}
else {
const err110 = {instancePath:instancePath+"/retry",schemaPath:"#/properties/retry/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.retry.type,parentSchema:schema11.properties.retry,data:data78};
if(vErrors === null){
vErrors = [err110];
}
else {
vErrors.push(err110);
}
errors++;
}
}
if(data.selfHeal !== undefined){
let data82 = data.selfHeal;
if(data82 && typeof data82 == "object" && !Array.isArray(data82)){
for(const key19 in data82){
if(!((((key19 === "enabled") || (key19 === "delay")) || (key19 === "longest")) || (key19 === "attempts"))){
const err111 = {instancePath:instancePath+"/selfHeal",schemaPath:"#/properties/selfHeal/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key19},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.selfHeal,data:data82};
if(vErrors === null){
vErrors = [err111];
}
else {
vErrors.push(err111);
}
errors++;
}
}
if(data82.enabled !== undefined){
let data83 = data82.enabled;
if(typeof data83 !== "boolean"){
const err112 = {instancePath:instancePath+"/selfHeal/enabled",schemaPath:"#/properties/selfHeal/properties/enabled/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema11.properties.selfHeal.properties.enabled.type,parentSchema:schema11.properties.selfHeal.properties.enabled,data:data83};
if(vErrors === null){
vErrors = [err112];
}
else {
vErrors.push(err112);
}
errors++;
}
}
if(data82.delay !== undefined){
let data84 = data82.delay;
if(typeof data84 !== "string"){
const err113 = {instancePath:instancePath+"/selfHeal/delay",schemaPath:"#/properties/selfHeal/properties/delay/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.selfHeal.properties.delay.type,parentSchema:schema11.properties.selfHeal.properties.delay,data:data84};
if(vErrors === null){
vErrors = [err113];
}
else {
vErrors.push(err113);
}
errors++;
}
}
if(data82.longest !== undefined){
let data85 = data82.longest;
if(typeof data85 !== "string"){
const err114 = {instancePath:instancePath+"/selfHeal/longest",schemaPath:"#/properties/selfHeal/properties/longest/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.selfHeal.properties.longest.type,parentSchema:schema11.properties.selfHeal.properties.longest,data:data85};
if(vErrors === null){
vErrors = [err114];
}
else {
vErrors.push(err114);
}
errors++;
}
}
if(data82.attempts !== undefined){
let data86 = data82.attempts;
if(!(((typeof data86 == "number") && (!(data86 % 1) && !isNaN(data86))) && (isFinite(data86)))){
const err115 = {instancePath:instancePath+"/selfHeal/attempts",schemaPath:"#/properties/selfHeal/properties/attempts/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.selfHeal.properties.attempts.type,parentSchema:schema11.properties.selfHeal.properties.attempts,data:data86};
if(vErrors === null){
vErrors = [err115];
}
else {
vErrors.push(err115);
}
errors++;
}
if((typeof data86 == "number") && (isFinite(data86))){
if(data86 < 1 || isNaN(data86)){
const err116 = {instancePath:instancePath+"/selfHeal/attempts",schemaPath:"#/properties/selfHeal/properties/attempts/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema11.properties.selfHeal.properties.attempts,data:data86};
if(vErrors === null){
vErrors = [err116];
}
else {
vErrors.push(err116);
}
errors++;
}
}
}
}
else {
const err117 = {instancePath:instancePath+"/selfHeal",schemaPath:"#/properties/selfHeal/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.selfHeal.type,parentSchema:schema11.properties.selfHeal,data:data82};
if(vErrors === null){
vErrors = [err117];
}
else {
vErrors.push(err117);
}
errors++;
}
}
if(data.notify !== undefined){
let data87 = data.notify;
if(Array.isArray(data87)){
const len12 = data87.length;
for(let i12=0; i12<len12; i12++){
let data88 = data87[i12];
if(data88 && typeof data88 == "object" && !Array.isArray(data88)){
if(data88.channel === undefined){
const err118 = {instancePath:instancePath+"/notify/" + i12,schemaPath:"#/properties/notify/items/required",keyword:"required",params:{missingProperty: "channel"},message:"must have required property '"+"channel"+"'",schema:schema11.properties.notify.items.required,parentSchema:schema11.properties.notify.items,data:data88};
if(vErrors === null){
vErrors = [err118];
}
else {
vErrors.push(err118);
}
errors++;
}
for(const key20 in data88){
if(!((key20 === "channel") || (key20 === "events"))){
const err119 = {instancePath:instancePath+"/notify/" + i12,schemaPath:"#/properties/notify/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key20},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.notify.items,data:data88};
if(vErrors === null){
vErrors = [err119];
}
else {
vErrors.push(err119);
}
errors++;
}
}
if(data88.channel !== undefined){
let data89 = data88.channel;
if(typeof data89 !== "string"){
const err120 = {instancePath:instancePath+"/notify/" + i12+"/channel",schemaPath:"#/properties/notify/items/properties/channel/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.notify.items.properties.channel.type,parentSchema:schema11.properties.notify.items.properties.channel,data:data89};
if(vErrors === null){
vErrors = [err120];
}
else {
vErrors.push(err120);
}
errors++;
}
}
if(data88.events !== undefined){
let data90 = data88.events;
if((typeof data90 !== "string") && (!(Array.isArray(data90)))){
const err121 = {instancePath:instancePath+"/notify/" + i12+"/events",schemaPath:"#/properties/notify/items/properties/events/type",keyword:"type",params:{type: schema11.properties.notify.items.properties.events.type},message:"must be string,array",schema:schema11.properties.notify.items.properties.events.type,parentSchema:schema11.properties.notify.items.properties.events,data:data90};
if(vErrors === null){
vErrors = [err121];
}
else {
vErrors.push(err121);
}
errors++;
}
if(Array.isArray(data90)){
const len13 = data90.length;
for(let i13=0; i13<len13; i13++){
let data91 = data90[i13];
if(typeof data91 !== "string"){
const err122 = {instancePath:instancePath+"/notify/" + i12+"/events/" + i13,schemaPath:"#/properties/notify/items/properties/events/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.notify.items.properties.events.items.type,parentSchema:schema11.properties.notify.items.properties.events.items,data:data91};
if(vErrors === null){
vErrors = [err122];
}
else {
vErrors.push(err122);
}
errors++;
}
}
}
}
}
else {
const err123 = {instancePath:instancePath+"/notify/" + i12,schemaPath:"#/properties/notify/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.notify.items.type,parentSchema:schema11.properties.notify.items,data:data88};
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
const err124 = {instancePath:instancePath+"/notify",schemaPath:"#/properties/notify/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.notify.type,parentSchema:schema11.properties.notify,data:data87};
if(vErrors === null){
vErrors = [err124];
}
else {
vErrors.push(err124);
}
errors++;
}
}
if(data.webhook !== undefined){
let data92 = data.webhook;
if(data92 && typeof data92 == "object" && !Array.isArray(data92)){
if(data92.kind === undefined){
const err125 = {instancePath:instancePath+"/webhook",schemaPath:"#/properties/webhook/required",keyword:"required",params:{missingProperty: "kind"},message:"must have required property '"+"kind"+"'",schema:schema11.properties.webhook.required,parentSchema:schema11.properties.webhook,data:data92};
if(vErrors === null){
vErrors = [err125];
}
else {
vErrors.push(err125);
}
errors++;
}
if(data92.secretFile === undefined){
const err126 = {instancePath:instancePath+"/webhook",schemaPath:"#/properties/webhook/required",keyword:"required",params:{missingProperty: "secretFile"},message:"must have required property '"+"secretFile"+"'",schema:schema11.properties.webhook.required,parentSchema:schema11.properties.webhook,data:data92};
if(vErrors === null){
vErrors = [err126];
}
else {
vErrors.push(err126);
}
errors++;
}
for(const key21 in data92){
if(!((key21 === "kind") || (key21 === "secretFile"))){
const err127 = {instancePath:instancePath+"/webhook",schemaPath:"#/properties/webhook/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key21},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.webhook,data:data92};
if(vErrors === null){
vErrors = [err127];
}
else {
vErrors.push(err127);
}
errors++;
}
}
if(data92.kind !== undefined){
let data93 = data92.kind;
if(!(((((data93 === "github") || (data93 === "gitlab")) || (data93 === "gitea")) || (data93 === "bitbucket")) || (data93 === "generic"))){
const err128 = {instancePath:instancePath+"/webhook/kind",schemaPath:"#/properties/webhook/properties/kind/enum",keyword:"enum",params:{allowedValues: schema11.properties.webhook.properties.kind.enum},message:"must be equal to one of the allowed values",schema:schema11.properties.webhook.properties.kind.enum,parentSchema:schema11.properties.webhook.properties.kind,data:data93};
if(vErrors === null){
vErrors = [err128];
}
else {
vErrors.push(err128);
}
errors++;
}
}
if(data92.secretFile !== undefined){
let data94 = data92.secretFile;
if(typeof data94 !== "string"){
const err129 = {instancePath:instancePath+"/webhook/secretFile",schemaPath:"#/properties/webhook/properties/secretFile/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.webhook.properties.secretFile.type,parentSchema:schema11.properties.webhook.properties.secretFile,data:data94};
if(vErrors === null){
vErrors = [err129];
}
else {
vErrors.push(err129);
}
errors++;
}
}
}
else {
const err130 = {instancePath:instancePath+"/webhook",schemaPath:"#/properties/webhook/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.webhook.type,parentSchema:schema11.properties.webhook,data:data92};
if(vErrors === null){
vErrors = [err130];
}
else {
vErrors.push(err130);
}
errors++;
}
}
if(data.reports !== undefined){
let data95 = data.reports;
if(data95 && typeof data95 == "object" && !Array.isArray(data95)){
if(data95.forge === undefined){
const err131 = {instancePath:instancePath+"/reports",schemaPath:"#/properties/reports/required",keyword:"required",params:{missingProperty: "forge"},message:"must have required property '"+"forge"+"'",schema:schema11.properties.reports.required,parentSchema:schema11.properties.reports,data:data95};
if(vErrors === null){
vErrors = [err131];
}
else {
vErrors.push(err131);
}
errors++;
}
if(data95.tokenFile === undefined){
const err132 = {instancePath:instancePath+"/reports",schemaPath:"#/properties/reports/required",keyword:"required",params:{missingProperty: "tokenFile"},message:"must have required property '"+"tokenFile"+"'",schema:schema11.properties.reports.required,parentSchema:schema11.properties.reports,data:data95};
if(vErrors === null){
vErrors = [err132];
}
else {
vErrors.push(err132);
}
errors++;
}
for(const key22 in data95){
if(!(((((key22 === "forge") || (key22 === "api")) || (key22 === "tokenFile")) || (key22 === "status")) || (key22 === "comment"))){
const err133 = {instancePath:instancePath+"/reports",schemaPath:"#/properties/reports/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key22},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.reports,data:data95};
if(vErrors === null){
vErrors = [err133];
}
else {
vErrors.push(err133);
}
errors++;
}
}
if(data95.forge !== undefined){
let data96 = data95.forge;
if(!(((data96 === "github") || (data96 === "gitlab")) || (data96 === "gitea"))){
const err134 = {instancePath:instancePath+"/reports/forge",schemaPath:"#/properties/reports/properties/forge/enum",keyword:"enum",params:{allowedValues: schema11.properties.reports.properties.forge.enum},message:"must be equal to one of the allowed values",schema:schema11.properties.reports.properties.forge.enum,parentSchema:schema11.properties.reports.properties.forge,data:data96};
if(vErrors === null){
vErrors = [err134];
}
else {
vErrors.push(err134);
}
errors++;
}
}
if(data95.api !== undefined){
let data97 = data95.api;
if(typeof data97 !== "string"){
const err135 = {instancePath:instancePath+"/reports/api",schemaPath:"#/properties/reports/properties/api/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.reports.properties.api.type,parentSchema:schema11.properties.reports.properties.api,data:data97};
if(vErrors === null){
vErrors = [err135];
}
else {
vErrors.push(err135);
}
errors++;
}
}
if(data95.tokenFile !== undefined){
let data98 = data95.tokenFile;
if(typeof data98 !== "string"){
const err136 = {instancePath:instancePath+"/reports/tokenFile",schemaPath:"#/properties/reports/properties/tokenFile/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.reports.properties.tokenFile.type,parentSchema:schema11.properties.reports.properties.tokenFile,data:data98};
if(vErrors === null){
vErrors = [err136];
}
else {
vErrors.push(err136);
}
errors++;
}
}
if(data95.status !== undefined){
let data99 = data95.status;
if(typeof data99 !== "boolean"){
const err137 = {instancePath:instancePath+"/reports/status",schemaPath:"#/properties/reports/properties/status/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema11.properties.reports.properties.status.type,parentSchema:schema11.properties.reports.properties.status,data:data99};
if(vErrors === null){
vErrors = [err137];
}
else {
vErrors.push(err137);
}
errors++;
}
}
if(data95.comment !== undefined){
let data100 = data95.comment;
if(typeof data100 !== "boolean"){
const err138 = {instancePath:instancePath+"/reports/comment",schemaPath:"#/properties/reports/properties/comment/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema11.properties.reports.properties.comment.type,parentSchema:schema11.properties.reports.properties.comment,data:data100};
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
else {
const err139 = {instancePath:instancePath+"/reports",schemaPath:"#/properties/reports/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.reports.type,parentSchema:schema11.properties.reports,data:data95};
if(vErrors === null){
vErrors = [err139];
}
else {
vErrors.push(err139);
}
errors++;
}
}
if(data.images !== undefined){
let data101 = data.images;
if(Array.isArray(data101)){
const len14 = data101.length;
for(let i14=0; i14<len14; i14++){
let data102 = data101[i14];
if(data102 && typeof data102 == "object" && !Array.isArray(data102)){
if(data102.image === undefined){
const err140 = {instancePath:instancePath+"/images/" + i14,schemaPath:"#/properties/images/items/required",keyword:"required",params:{missingProperty: "image"},message:"must have required property '"+"image"+"'",schema:schema11.properties.images.items.required,parentSchema:schema11.properties.images.items,data:data102};
if(vErrors === null){
vErrors = [err140];
}
else {
vErrors.push(err140);
}
errors++;
}
if(data102.policy === undefined){
const err141 = {instancePath:instancePath+"/images/" + i14,schemaPath:"#/properties/images/items/required",keyword:"required",params:{missingProperty: "policy"},message:"must have required property '"+"policy"+"'",schema:schema11.properties.images.items.required,parentSchema:schema11.properties.images.items,data:data102};
if(vErrors === null){
vErrors = [err141];
}
else {
vErrors.push(err141);
}
errors++;
}
for(const key23 in data102){
if(!(((((((key23 === "image") || (key23 === "policy")) || (key23 === "range")) || (key23 === "pattern")) || (key23 === "interval")) || (key23 === "commit")) || (key23 === "update"))){
const err142 = {instancePath:instancePath+"/images/" + i14,schemaPath:"#/properties/images/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key23},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.images.items,data:data102};
if(vErrors === null){
vErrors = [err142];
}
else {
vErrors.push(err142);
}
errors++;
}
}
if(data102.image !== undefined){
let data103 = data102.image;
if(typeof data103 !== "string"){
const err143 = {instancePath:instancePath+"/images/" + i14+"/image",schemaPath:"#/properties/images/items/properties/image/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.images.items.properties.image.type,parentSchema:schema11.properties.images.items.properties.image,data:data103};
if(vErrors === null){
vErrors = [err143];
}
else {
vErrors.push(err143);
}
errors++;
}
}
if(data102.policy !== undefined){
let data104 = data102.policy;
if(!(((data104 === "semver") || (data104 === "newest")) || (data104 === "digest"))){
const err144 = {instancePath:instancePath+"/images/" + i14+"/policy",schemaPath:"#/properties/images/items/properties/policy/enum",keyword:"enum",params:{allowedValues: schema11.properties.images.items.properties.policy.enum},message:"must be equal to one of the allowed values",schema:schema11.properties.images.items.properties.policy.enum,parentSchema:schema11.properties.images.items.properties.policy,data:data104};
if(vErrors === null){
vErrors = [err144];
}
else {
vErrors.push(err144);
}
errors++;
}
}
if(data102.range !== undefined){
let data105 = data102.range;
if(typeof data105 !== "string"){
const err145 = {instancePath:instancePath+"/images/" + i14+"/range",schemaPath:"#/properties/images/items/properties/range/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.images.items.properties.range.type,parentSchema:schema11.properties.images.items.properties.range,data:data105};
if(vErrors === null){
vErrors = [err145];
}
else {
vErrors.push(err145);
}
errors++;
}
}
if(data102.pattern !== undefined){
let data106 = data102.pattern;
if(typeof data106 !== "string"){
const err146 = {instancePath:instancePath+"/images/" + i14+"/pattern",schemaPath:"#/properties/images/items/properties/pattern/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.images.items.properties.pattern.type,parentSchema:schema11.properties.images.items.properties.pattern,data:data106};
if(vErrors === null){
vErrors = [err146];
}
else {
vErrors.push(err146);
}
errors++;
}
}
if(data102.interval !== undefined){
let data107 = data102.interval;
if(typeof data107 !== "string"){
const err147 = {instancePath:instancePath+"/images/" + i14+"/interval",schemaPath:"#/properties/images/items/properties/interval/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.images.items.properties.interval.type,parentSchema:schema11.properties.images.items.properties.interval,data:data107};
if(vErrors === null){
vErrors = [err147];
}
else {
vErrors.push(err147);
}
errors++;
}
}
if(data102.commit !== undefined){
let data108 = data102.commit;
if(data108 && typeof data108 == "object" && !Array.isArray(data108)){
for(const key24 in data108){
if(!((((key24 === "branch") || (key24 === "author")) || (key24 === "message")) || (key24 === "signingKey"))){
const err148 = {instancePath:instancePath+"/images/" + i14+"/commit",schemaPath:"#/properties/images/items/properties/commit/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key24},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.images.items.properties.commit,data:data108};
if(vErrors === null){
vErrors = [err148];
}
else {
vErrors.push(err148);
}
errors++;
}
}
if(data108.branch !== undefined){
let data109 = data108.branch;
if(typeof data109 !== "string"){
const err149 = {instancePath:instancePath+"/images/" + i14+"/commit/branch",schemaPath:"#/properties/images/items/properties/commit/properties/branch/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.images.items.properties.commit.properties.branch.type,parentSchema:schema11.properties.images.items.properties.commit.properties.branch,data:data109};
if(vErrors === null){
vErrors = [err149];
}
else {
vErrors.push(err149);
}
errors++;
}
}
if(data108.author !== undefined){
let data110 = data108.author;
if(data110 && typeof data110 == "object" && !Array.isArray(data110)){
if(data110.name === undefined){
const err150 = {instancePath:instancePath+"/images/" + i14+"/commit/author",schemaPath:"#/properties/images/items/properties/commit/properties/author/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'",schema:schema11.properties.images.items.properties.commit.properties.author.required,parentSchema:schema11.properties.images.items.properties.commit.properties.author,data:data110};
if(vErrors === null){
vErrors = [err150];
}
else {
vErrors.push(err150);
}
errors++;
}
if(data110.email === undefined){
const err151 = {instancePath:instancePath+"/images/" + i14+"/commit/author",schemaPath:"#/properties/images/items/properties/commit/properties/author/required",keyword:"required",params:{missingProperty: "email"},message:"must have required property '"+"email"+"'",schema:schema11.properties.images.items.properties.commit.properties.author.required,parentSchema:schema11.properties.images.items.properties.commit.properties.author,data:data110};
if(vErrors === null){
vErrors = [err151];
}
else {
vErrors.push(err151);
}
errors++;
}
for(const key25 in data110){
if(!((key25 === "name") || (key25 === "email"))){
const err152 = {instancePath:instancePath+"/images/" + i14+"/commit/author",schemaPath:"#/properties/images/items/properties/commit/properties/author/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key25},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.images.items.properties.commit.properties.author,data:data110};
if(vErrors === null){
vErrors = [err152];
}
else {
vErrors.push(err152);
}
errors++;
}
}
if(data110.name !== undefined){
let data111 = data110.name;
if(typeof data111 !== "string"){
const err153 = {instancePath:instancePath+"/images/" + i14+"/commit/author/name",schemaPath:"#/properties/images/items/properties/commit/properties/author/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.images.items.properties.commit.properties.author.properties.name.type,parentSchema:schema11.properties.images.items.properties.commit.properties.author.properties.name,data:data111};
if(vErrors === null){
vErrors = [err153];
}
else {
vErrors.push(err153);
}
errors++;
}
}
if(data110.email !== undefined){
let data112 = data110.email;
if(typeof data112 !== "string"){
const err154 = {instancePath:instancePath+"/images/" + i14+"/commit/author/email",schemaPath:"#/properties/images/items/properties/commit/properties/author/properties/email/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.images.items.properties.commit.properties.author.properties.email.type,parentSchema:schema11.properties.images.items.properties.commit.properties.author.properties.email,data:data112};
if(vErrors === null){
vErrors = [err154];
}
else {
vErrors.push(err154);
}
errors++;
}
}
}
else {
const err155 = {instancePath:instancePath+"/images/" + i14+"/commit/author",schemaPath:"#/properties/images/items/properties/commit/properties/author/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.images.items.properties.commit.properties.author.type,parentSchema:schema11.properties.images.items.properties.commit.properties.author,data:data110};
if(vErrors === null){
vErrors = [err155];
}
else {
vErrors.push(err155);
}
errors++;
}
}
if(data108.message !== undefined){
let data113 = data108.message;
if(typeof data113 !== "string"){
const err156 = {instancePath:instancePath+"/images/" + i14+"/commit/message",schemaPath:"#/properties/images/items/properties/commit/properties/message/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.images.items.properties.commit.properties.message.type,parentSchema:schema11.properties.images.items.properties.commit.properties.message,data:data113};
if(vErrors === null){
vErrors = [err156];
}
else {
vErrors.push(err156);
}
errors++;
}
}
if(data108.signingKey !== undefined){
let data114 = data108.signingKey;
if(typeof data114 !== "string"){
const err157 = {instancePath:instancePath+"/images/" + i14+"/commit/signingKey",schemaPath:"#/properties/images/items/properties/commit/properties/signingKey/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.images.items.properties.commit.properties.signingKey.type,parentSchema:schema11.properties.images.items.properties.commit.properties.signingKey,data:data114};
if(vErrors === null){
vErrors = [err157];
}
else {
vErrors.push(err157);
}
errors++;
}
}
}
else {
const err158 = {instancePath:instancePath+"/images/" + i14+"/commit",schemaPath:"#/properties/images/items/properties/commit/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.images.items.properties.commit.type,parentSchema:schema11.properties.images.items.properties.commit,data:data108};
if(vErrors === null){
vErrors = [err158];
}
else {
vErrors.push(err158);
}
errors++;
}
}
if(data102.update !== undefined){
let data115 = data102.update;
if(!((data115 === "pin") || (data115 === "commit"))){
const err159 = {instancePath:instancePath+"/images/" + i14+"/update",schemaPath:"#/properties/images/items/properties/update/enum",keyword:"enum",params:{allowedValues: schema11.properties.images.items.properties.update.enum},message:"must be equal to one of the allowed values",schema:schema11.properties.images.items.properties.update.enum,parentSchema:schema11.properties.images.items.properties.update,data:data115};
if(vErrors === null){
vErrors = [err159];
}
else {
vErrors.push(err159);
}
errors++;
}
}
}
else {
const err160 = {instancePath:instancePath+"/images/" + i14,schemaPath:"#/properties/images/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.images.items.type,parentSchema:schema11.properties.images.items,data:data102};
if(vErrors === null){
vErrors = [err160];
}
else {
vErrors.push(err160);
}
errors++;
}
}
}
else {
const err161 = {instancePath:instancePath+"/images",schemaPath:"#/properties/images/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.images.type,parentSchema:schema11.properties.images,data:data101};
if(vErrors === null){
vErrors = [err161];
}
else {
vErrors.push(err161);
}
errors++;
}
}
if(data.previews !== undefined){
let data116 = data.previews;
if(data116 && typeof data116 == "object" && !Array.isArray(data116)){
for(const key26 in data116){
if(!((((((key26 === "branches") || (key26 === "ttl")) || (key26 === "limit")) || (key26 === "pullRequests")) || (key26 === "secrets")) || (key26 === "external"))){
const err162 = {instancePath:instancePath+"/previews",schemaPath:"#/properties/previews/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key26},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.previews,data:data116};
if(vErrors === null){
vErrors = [err162];
}
else {
vErrors.push(err162);
}
errors++;
}
}
if(data116.branches !== undefined){
let data117 = data116.branches;
if((typeof data117 !== "string") && (!(Array.isArray(data117)))){
const err163 = {instancePath:instancePath+"/previews/branches",schemaPath:"#/properties/previews/properties/branches/type",keyword:"type",params:{type: schema11.properties.previews.properties.branches.type},message:"must be string,array",schema:schema11.properties.previews.properties.branches.type,parentSchema:schema11.properties.previews.properties.branches,data:data117};
if(vErrors === null){
vErrors = [err163];
}
else {
vErrors.push(err163);
}
errors++;
}
if(Array.isArray(data117)){
const len15 = data117.length;
for(let i15=0; i15<len15; i15++){
let data118 = data117[i15];
if(typeof data118 !== "string"){
const err164 = {instancePath:instancePath+"/previews/branches/" + i15,schemaPath:"#/properties/previews/properties/branches/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.previews.properties.branches.items.type,parentSchema:schema11.properties.previews.properties.branches.items,data:data118};
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
}
if(data116.ttl !== undefined){
let data119 = data116.ttl;
if(typeof data119 !== "string"){
const err165 = {instancePath:instancePath+"/previews/ttl",schemaPath:"#/properties/previews/properties/ttl/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.previews.properties.ttl.type,parentSchema:schema11.properties.previews.properties.ttl,data:data119};
if(vErrors === null){
vErrors = [err165];
}
else {
vErrors.push(err165);
}
errors++;
}
}
if(data116.limit !== undefined){
let data120 = data116.limit;
if(!(((typeof data120 == "number") && (!(data120 % 1) && !isNaN(data120))) && (isFinite(data120)))){
const err166 = {instancePath:instancePath+"/previews/limit",schemaPath:"#/properties/previews/properties/limit/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.previews.properties.limit.type,parentSchema:schema11.properties.previews.properties.limit,data:data120};
if(vErrors === null){
vErrors = [err166];
}
else {
vErrors.push(err166);
}
errors++;
}
if((typeof data120 == "number") && (isFinite(data120))){
if(data120 > 50 || isNaN(data120)){
const err167 = {instancePath:instancePath+"/previews/limit",schemaPath:"#/properties/previews/properties/limit/maximum",keyword:"maximum",params:{comparison: "<=", limit: 50},message:"must be <= 50",schema:50,parentSchema:schema11.properties.previews.properties.limit,data:data120};
if(vErrors === null){
vErrors = [err167];
}
else {
vErrors.push(err167);
}
errors++;
}
if(data120 < 0 || isNaN(data120)){
const err168 = {instancePath:instancePath+"/previews/limit",schemaPath:"#/properties/previews/properties/limit/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema11.properties.previews.properties.limit,data:data120};
if(vErrors === null){
vErrors = [err168];
}
else {
vErrors.push(err168);
}
errors++;
}
}
}
if(data116.pullRequests !== undefined){
let data121 = data116.pullRequests;
if(typeof data121 !== "boolean"){
const err169 = {instancePath:instancePath+"/previews/pullRequests",schemaPath:"#/properties/previews/properties/pullRequests/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema11.properties.previews.properties.pullRequests.type,parentSchema:schema11.properties.previews.properties.pullRequests,data:data121};
if(vErrors === null){
vErrors = [err169];
}
else {
vErrors.push(err169);
}
errors++;
}
}
if(data116.secrets !== undefined){
let data122 = data116.secrets;
if(typeof data122 !== "boolean"){
const err170 = {instancePath:instancePath+"/previews/secrets",schemaPath:"#/properties/previews/properties/secrets/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema11.properties.previews.properties.secrets.type,parentSchema:schema11.properties.previews.properties.secrets,data:data122};
if(vErrors === null){
vErrors = [err170];
}
else {
vErrors.push(err170);
}
errors++;
}
}
if(data116.external !== undefined){
let data123 = data116.external;
if((typeof data123 !== "string") && (!(Array.isArray(data123)))){
const err171 = {instancePath:instancePath+"/previews/external",schemaPath:"#/properties/previews/properties/external/type",keyword:"type",params:{type: schema11.properties.previews.properties.external.type},message:"must be string,array",schema:schema11.properties.previews.properties.external.type,parentSchema:schema11.properties.previews.properties.external,data:data123};
if(vErrors === null){
vErrors = [err171];
}
else {
vErrors.push(err171);
}
errors++;
}
if(Array.isArray(data123)){
const len16 = data123.length;
for(let i16=0; i16<len16; i16++){
let data124 = data123[i16];
if(typeof data124 !== "string"){
const err172 = {instancePath:instancePath+"/previews/external/" + i16,schemaPath:"#/properties/previews/properties/external/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.previews.properties.external.items.type,parentSchema:schema11.properties.previews.properties.external.items,data:data124};
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
}
}
else {
const err173 = {instancePath:instancePath+"/previews",schemaPath:"#/properties/previews/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.previews.type,parentSchema:schema11.properties.previews,data:data116};
if(vErrors === null){
vErrors = [err173];
}
else {
vErrors.push(err173);
}
errors++;
}
}
if(data.suspend !== undefined){
let data125 = data.suspend;
if(typeof data125 !== "boolean"){
const err174 = {instancePath:instancePath+"/suspend",schemaPath:"#/properties/suspend/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema11.properties.suspend.type,parentSchema:schema11.properties.suspend,data:data125};
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
const err175 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.type,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err175];
}
else {
vErrors.push(err175);
}
errors++;
}
validate10.errors = vErrors;
return errors === 0;
}
