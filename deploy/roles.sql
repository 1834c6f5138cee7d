-- The database of a clinic and its two roles. `backwise_admin` owns the tables and is used for the moment in which they are
-- prepared; `backwise_app` serves people, and row-level security holds for it. Give both a password of your own:
--   ALTER ROLE backwise_admin PASSWORD '...'; ALTER ROLE backwise_app PASSWORD '...';
CREATE ROLE backwise_admin LOGIN NOSUPERUSER NOBYPASSRLS;
CREATE ROLE backwise_app LOGIN NOSUPERUSER NOBYPASSRLS;
CREATE DATABASE backwise OWNER backwise_admin;
